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
  type Reduction,
  reductionAxes,
} from "./reduction.ts";

/**
 * The reduction to the greatest or the least element, several axes as if they
 * were one. NaN propagates, and -0 is less than +0.
 *
 * @returns a function that throws a TypeError for `bool`, and for an axis of
 * length 0.
 */
export function extremum(
  name: "max" | "min",
): Reduction {
  const greatest = name === "max";
  const reduce = alongAxis(name, {
    line: () => (from, first, step, length, to, at) => {
      let picked = from[first];
      for (let k = 1; k < length; k++) {
        const x = from[first + k * step];
        picked = greatest ? Math.max(picked, x) : Math.min(picked, x);
      }
      to[at] = picked;
    },
    derivative(g, x, axis, result) {
      const attained = equal(x, result);
      const ties = sum(cast(attained, x.dtype), { axis, keepDims: true });
      return where(attained, divideOrZero(g, ties), 0);
    },
  });
  return (x, options = {}) => {
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
