import { allocate, type Data } from "../dtypes.ts";
import { type Concrete, concrete } from "../graph.ts";
import { runProgram } from "../program.ts";
import { sizeOf } from "../shapes.ts";
import type { ScanSpec } from "./scan_spec.ts";

/** The results of a scan, in place of the elements of one. */
export interface Results extends Uint8Array<ArrayBuffer> {
  /** The elements of a result. */
  result(index: number): Data;
}

/** The results of a scan: turn by turn, by the reference evaluator. */
export function evaluateScan(
  spec: ScanSpec,
  inputs: readonly Concrete[],
): Results {
  const { carries, records } = spec;
  const results = turns(spec, inputs, false);
  let all: readonly Data[] | undefined;
  return Object.assign(new Uint8Array(0), {
    result(index: number): Data {
      // Where every carry is asked for, the turns run again and keep them.
      if (index < carries + records) return results[index];
      all ??= turns(spec, inputs, true);
      return all[index];
    },
  });
}

function turns(
  spec: ScanSpec,
  inputs: readonly Concrete[],
  keepsCarries: boolean,
): readonly Data[] {
  const { body, length, reverse, carries } = spec;
  const { constants, xs, ...start } = spec.split(inputs);
  const results = spec.results.slice(
    carries,
    keepsCarries ? undefined : -carries || undefined,
  );
  const stacks = results.map(({ dtype, shape }) =>
    allocate(dtype, sizeOf(shape))
  );
  let carry: readonly Concrete[] = start.carries;
  for (let turn = 0; turn < length; turn++) {
    const at = reverse ? length - 1 - turn : turn;
    const slices = xs.map((x) => sliceOf(x, at));
    const outputs = runProgram(body, [...constants, ...carry, ...slices]);
    const kept = [...outputs.slice(carries), ...carry] as Concrete[];
    stacks.forEach((stack, i) =>
      stack.set(kept[i].data, at * kept[i].data.length)
    );
    carry = outputs.slice(0, carries) as Concrete[];
  }
  return [...carry.map(({ data }) => data), ...stacks];
}

function sliceOf({ shape, dtype, data }: Concrete, at: number): Concrete {
  const [, ...own] = shape;
  const size = sizeOf(own);
  return concrete(own, dtype, data.slice(at * size, (at + 1) * size));
}
