import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { moveAxes } from "../operations/kinds/move_axes.ts";
import { batchScan } from "./batch.ts";
import { Cotangents } from "./cotangents.ts";
import { evaluateScan, type Results } from "./evaluate.ts";
import { type ReverseScan, reverseScan } from "./reverse.ts";
import type { ScanResult, ScanSpec } from "./scan_spec.ts";

/** Which result of a scan. */
interface Part {
  readonly index: number;
  readonly type: ScanResult;
}

/** What the cotangents of a scan's results come to: the results of another. */
const reversed = new WeakMap<Value, (index: number) => Value | undefined>();

/** A scan: its value has no elements, but parts, each a result. */
const scanning: Operation<ScanSpec> = {
  name: "scan",
  domain: [reals],
  infer: () => ({ shape: [0], dtype: "bool" }),
  evaluate: (inputs, spec) => evaluateScan(spec, inputs),
  compiled: { kind: "scan" },
  derivative(g, index, { inputs, active, result, attributes: spec }) {
    let cotangentOf = reversed.get(g);
    if (cotangentOf === undefined) {
      const begun = spec.results.flatMap((_, i) =>
        i < spec.carries + spec.records ? [] : [partOf(result, spec, i)]
      );
      const given = (g as Cotangents).results;
      const back = reverseScan(spec, inputs, active, begun, given);
      cotangentOf = partsOf(back);
      reversed.set(g, cotangentOf);
    }
    return cotangentOf(index);
  },
  batch(inputs, mapped, size, spec) {
    const batched = batchScan(spec, inputs, mapped, size);
    return apply(scanning, batched.inputs, batched.spec);
  },
};

function partsOf(
  { spec, inputs, resultFor }: ReverseScan,
): (index: number) => Value | undefined {
  const results = runScan(spec, inputs);
  return (index) => {
    const result = resultFor(index);
    return result === undefined ? undefined : results[result];
  };
}

const part: Operation<Part> = {
  name: "scan",
  domain: [reals],
  infer: (_inputs, { type }) => type,
  evaluate: ([{ data }], { index }) => (data as Results).result(index),
  compiled: { kind: "part" },
  derivative: (g, _index, { attributes: { index } }) =>
    new Cotangents(new Map([[index, g]])),
  batch([scan], _mapped, size, { index, type }) {
    const { shape: [turns, ...own], dtype, stacked } = type;
    const shape = stacked ? [turns, size, ...own] : [size, ...type.shape];
    const batched = { shape, dtype, stacked };
    const result = apply(part, [scan], { index, type: batched });
    return stacked ? moveAxes(result, 1, 1, 0) : result;
  },
};

/** One of the results of a scan. */
function partOf(scan: Value, spec: ScanSpec, index: number): Value {
  return apply(part, [scan], { index, type: spec.results[index] });
}

/**
 * The last carries and the records of a scan. What no turn uses is left out.
 */
export function runScan(whole: ScanSpec, inputs: readonly Value[]): Value[] {
  const used = whole.used();
  const spec = whole.only(used);
  const scan = apply(scanning, inputs.filter((_, i) => used[i]), spec);
  const count = spec.carries + spec.records;
  return Array.from({ length: count }, (_, i) => partOf(scan, spec, i));
}
