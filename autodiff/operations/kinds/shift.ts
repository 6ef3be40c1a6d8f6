import { filled, type Value } from "../../graph.ts";
import { isFinite } from "../is_finite.ts";
import { max } from "../max.ts";
import { stopGradient } from "../stop_gradient.ts";
import { where } from "../where.ts";
import { reducedShape } from "./reduction.ts";

/**
 * What is subtracted before exponentials are summed over `axes`, so that none
 * overflows and one of them is 1: the maximum, and 0 where that is not finite
 * or there is none. The axes stay, with length 1; no derivative passes.
 */
export function exponentShift(x: Value, axes: readonly number[]): Value {
  if (axes.some((axis) => x.shape[axis] === 0)) {
    return filled(reducedShape(x.shape, axes, true), x.dtype, 0);
  }
  const greatest = max(x, { axis: axes, keepDims: true });
  return stopGradient(where(isFinite(greatest), greatest, 0));
}
