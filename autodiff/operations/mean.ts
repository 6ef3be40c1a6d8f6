import type { Value } from "../graph.ts";
import { sizeOf } from "../shapes.ts";
import { divide } from "./divide.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { reductionAxes, type ReductionOptions } from "./kinds/reduction.ts";
import { sum } from "./sum.ts";

/**
 * The mean of the elements along one axis, several, or all: their sum, in the
 * order of {@link sum}, divided by how many they are.
 *
 * @param x a tensor of a float dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; NaN where there are no elements.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 6]]);
 * assertEquals(x.mean().item(), 3);
 * assertEquals(x.mean({ axis: 0 }).toArray(), [2, 4]);
 * ```
 */
export function mean(x: Value, options: ReductionOptions = {}): Value {
  checkFloat("mean", x);
  const axis = reductionAxes("mean", x, options);
  const count = sizeOf(axis.map((i) => x.shape[i]));
  return divide(sum(x, { ...options, axis }), count);
}
