import { isFloat } from "../dtypes.ts";
import { filled, type TensorType, type Value } from "../graph.ts";
import { runProgram, traceProgram } from "../program.ts";
import { pullback } from "../pullback.ts";
import { ScanSpec } from "./scan_spec.ts";

/** A scan that gives the cotangents of the inputs of another. */
export interface ReverseScan {
  readonly spec: ScanSpec;
  readonly inputs: readonly Value[];
  /** Which of its results belongs to an input, where one does. */
  resultFor(index: number): number | undefined;
}

/**
 * The scan that runs a scan's turns backwards, each computed once more from
 * the carries that it began with, and pulls cotangents through them.
 *
 * Its carries are the cotangents of the carries, and of each constant the sum
 * so far, to which a turn adds its contributions one by one, last use first:
 * the order that the same turns written one after the other would have. The
 * sums start at −0, which leaves every number that is added to it as it is.
 *
 * @param inputs of the scan, and `active` those whose cotangents matter.
 * @param begun the carries that each turn began with.
 * @param given the cotangents of the results, by index.
 */
export function reverseScan(
  spec: ScanSpec,
  inputs: readonly Value[],
  active: readonly boolean[],
  begun: readonly Value[],
  given: ReadonlyMap<number, Value>,
): ReverseScan {
  const { body, carries, records } = spec;
  const matters = spec.reached(active)
    .map((flag, i) => flag && isFloat(body.inputs[i].dtype));
  const wanted = spec.split(matters.map((flag, i) => flag ? i : -1));
  const only = <T>(list: readonly T[], flags: readonly number[]) =>
    list.filter((_, i) => flags[i] >= 0);
  const all = spec.split(inputs);
  const ofRecords = indicesOf(given, carries, records);
  const ofBegun = indicesOf(given, carries + records, carries);
  const stacked = [...ofRecords, ...ofBegun].map((i) => given.get(i)!);
  const lastCotangents = all.carries.map((carry, i) =>
    given.get(i) ?? filled(carry.shape, carry.dtype, 0)
  );
  const sums = only(all.constants, wanted.constants)
    .map(({ shape, dtype }) => filled(shape, dtype, -0));
  const carried = [...only(lastCotangents, wanted.carries), ...sums];
  const xs = [...begun, ...all.xs, ...stacked];
  const program = traceProgram(
    "scan",
    [...all.constants, ...carried.map(firm), ...xs.map(slice)],
    (turn, trace) => {
      let at = 0;
      const take = (count: number) => turn.slice(at, at += count);
      const constants = take(all.constants.length);
      const g = take(carried.length - sums.length);
      const soFar = take(sums.length);
      const own = [...constants, ...take(carries), ...take(all.xs.length)];
      const outputs = runProgram(body, own);
      const turned = spec.split(own);
      const ends = [
        ...only(outputs.slice(0, carries), wanted.carries),
        ...ofRecords.map((i) => outputs[i]),
        ...ofBegun.map((i) => turned.carries[i - carries - records]),
        ...only(constants, wanted.constants),
      ];
      const cotangents = [...g, ...take(stacked.length), ...soFar];
      const inputs = [
        ...only(turned.carries, wanted.carries),
        ...only(constants, wanted.constants),
        ...only(turned.xs, wanted.xs),
      ];
      return pullback(trace, ends, cotangents, inputs);
    },
  );
  const order = [...wanted.carries, ...wanted.constants, ...wanted.xs]
    .filter((index) => index >= 0);
  return {
    spec: new ScanSpec(
      program,
      all.constants.length,
      carried.length,
      spec.length,
      !spec.reverse,
    ),
    inputs: [...all.constants, ...carried, ...xs],
    resultFor(index) {
      const position = order.indexOf(index);
      // No turn adds to the sum of a constant.
      const none = position < 0 ||
        spec.length === 0 && index < spec.constants;
      return none ? undefined : position;
    },
  };
}

function indicesOf(
  given: ReadonlyMap<number, Value>,
  first: number,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
    .filter((index) => given.has(index));
}

/** The type of a value that takes no other dtype. */
function firm({ shape, dtype }: TensorType): TensorType {
  return { shape, dtype };
}

/** The type of a slice along the first axis. */
function slice({ shape, dtype }: TensorType): TensorType {
  return { shape: shape.slice(1), dtype };
}
