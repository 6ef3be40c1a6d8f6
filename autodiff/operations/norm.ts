import type { Value } from "../graph.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { reductionAxes, type ReductionOptions } from "./kinds/reduction.ts";
import { sqrt } from "./sqrt.ts";
import { square } from "./square.ts";
import { sum } from "./sum.ts";

/**
 * The Euclidean norm over one axis, several, or all: the square root of the
 * sum of the squares, in the order of {@link sum}.
 *
 * Its derivative is x / norm, and 0, to any order, where the norm is 0.
 * Squares are not scaled: elements beyond 1e154 overflow to +∞, and those
 * below 1e-162 in magnitude count as 0 (float64).
 *
 * @param x a tensor of a float dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; +0 where there are no elements.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[3, 4], [0, 0]]);
 * assertEquals(x.norm().item(), 5);
 * assertEquals(x.norm({ axis: 1 }).toArray(), [5, 0]);
 * ```
 */
export function norm(x: Value, options: ReductionOptions = {}): Value {
  checkFloat("norm", x);
  const axis = reductionAxes("norm", x, options);
  return sqrt(sum(square(x), { ...options, axis }));
}
