import type { Value } from "../../graph.ts";
import { formatShape } from "../../shapes.ts";
import { cast } from "../cast.ts";
import { divideOrZero } from "../divide_or_zero.ts";
import { equal } from "../equal.ts";
import { sum } from "../sum.ts";
import { where } from "../where.ts";
import { checkNumeric } from "./dtype_checks.ts";
import {
  alongAxis,
  reduceMerged,
  reductionAxes,
  type ReductionOptions,
} from "./reduction.ts";

/**
 * The reduction to the element that `pick` prefers, several axes as if they
 * were one; `pick` is `Math.max` or `Math.min`, which propagate NaN and order
 * -0 below +0.
 *
 * @returns a function that throws a TypeError for `bool`, and for an axis of
 * length 0.
 */
export function extremum(
  name: "max" | "min",
  pick: (a: number, b: number) => number,
): (x: Value, options: ReductionOptions) => Value {
  const reduce = alongAxis(name, {
    line: () => (from, to) => {
      let picked = from[0];
      for (let k = 1; k < from.length; k++) picked = pick(picked, from[k]);
      to[0] = picked;
    },
    derivative(g, x, axis, result) {
      const attained = equal(x, result);
      const ties = sum(cast(attained, x.dtype), { axis, keepDims: true });
      return where(attained, divideOrZero(g, ties), 0);
    },
  });
  return (x, options) => {
    checkNumeric(name, x);
    const axes = reductionAxes(name, x, options);
    checkNotEmpty(name, x, axes);
    return axes.length === 0
      ? x
      : reduceMerged(x, axes, options.keepDims, reduce);
  };
}

/**
 * Checks that there is an element to choose along each of `axes`.
 *
 * @throws {TypeError} naming an axis of length 0.
 */
export function checkNotEmpty(
  name: string,
  { shape }: Value,
  axes: readonly number[],
): void {
  const empty = axes.find((axis) => shape[axis] === 0);
  if (empty === undefined) return;
  throw new TypeError(
    `Cannot ${name}: axis ${empty} of shape ${formatShape(shape)} has no ` +
      `elements to choose from`,
  );
}
