import type { Value } from "../graph.ts";
import { broadcastTo } from "../operations/broadcast_to.ts";
import { moveAxes } from "../operations/kinds/move_axes.ts";
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
  const flags = mapped.map((flag, i) =>
    flag || i >= constants && i < constants + carries
  );
  const batched = inputs.map((input, i) => {
    if (!flags[i] || i < constants) return input;
    if (!mapped[i]) return broadcastTo(input, [size, ...input.shape]);
    return i < constants + carries ? input : moveAxes(input, 1, 1, 0);
  });
  const types = batched.map(({ shape, dtype, weak }, i) => ({
    shape: i < constants + carries ? shape : shape.slice(1),
    dtype,
    weak: weak && !flags[i],
  }));
  const program = traceProgram(
    "vmap",
    types,
    (turn) => runBatched(body, turn, size, flags),
  );
  return {
    spec: new ScanSpec(program, constants, carries, length, reverse),
    inputs: batched,
  };
}
