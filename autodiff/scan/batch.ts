import type { Value } from "../graph.ts";
import { broadcastTo } from "../operations/broadcast_to.ts";
import { transpose } from "../operations/transpose.ts";
import { runBatched, traceProgram } from "../program.ts";
import { ScanSpec } from "./scan_spec.ts";

/**
 * The scan of many instances at once: every carry and every record has an axis
 * of instances, what is constant or gone through only where it has one.
 */
export function batchScan(
  spec: ScanSpec,
  inputs: readonly Value[],
  mapped: readonly boolean[],
  size: number,
): { spec: ScanSpec; inputs: readonly Value[] } {
  const { body, constants, carries, length, reverse } = spec;
  const spread = (value: Value) => broadcastTo(value, [size, ...value.shape]);
  const flags = mapped.map((flag, i) =>
    flag || i >= constants && i < constants + carries
  );
  const batched = inputs.map((input, i) => {
    if (i < constants || !flags[i]) return input;
    if (i < constants + carries) return mapped[i] ? input : spread(input);
    const [instances, turns, ...rest] = input.shape.map((_, axis) => axis);
    return transpose(input, [turns, instances, ...rest]);
  });
  const types = batched.map(({ shape, dtype, weak }, i) => ({
    shape: i < constants + carries ? shape : shape.slice(1),
    dtype,
    weak: weak && !flags[i],
  }));
  const program = traceProgram(
    "vmap",
    types,
    (turn) => runBatched(body, turn, size, spread, flags),
  );
  return {
    spec: new ScanSpec(program, constants, carries, length, reverse),
    inputs: batched,
  };
}
