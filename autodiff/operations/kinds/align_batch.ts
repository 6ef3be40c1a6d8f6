import type { Value } from "../../graph.ts";
import { broadcastTo } from "../broadcast_to.ts";

/** The values with instances in front, also where each instance has the same. */
export function alignBatch(
  values: readonly Value[],
  mapped: readonly boolean[],
  size: number,
): Value[] {
  return values.map((value, i) =>
    mapped[i] ? value : broadcastTo(value, [size, ...value.shape])
  );
}
