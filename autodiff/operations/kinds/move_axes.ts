import type { Value } from "../../graph.ts";
import { transpose } from "../transpose.ts";

/** `x` with `count` axes, from `from` on, at `to` among the others. */
export function moveAxes(
  x: Value,
  from: number,
  count: number,
  to: number,
): Value {
  const axes = x.shape.map((_, axis) => axis);
  const moved = axes.splice(from, count);
  axes.splice(to, 0, ...moved);
  return transpose(x, axes);
}
