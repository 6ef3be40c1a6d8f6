import type { Value } from "../graph.ts";
import { rangeError } from "../handle.ts";
import { sizeOf } from "../shapes.ts";
import { divide } from "./divide.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { reductionAxes, type ReductionOptions } from "./kinds/reduction.ts";
import { mean } from "./mean.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

/** Which axes to reduce, and what the sum of squares is divided by. */
export interface VarianceOptions extends ReductionOptions {
  /**
   * What is taken from the number of elements before dividing by it: 0 for
   * the variance of the elements themselves, 1 for the unbiased estimate from
   * a sample. Default: 0.
   */
  readonly correction?: number;
}

/**
 * The variance of the elements along one axis, several, or all: the sum of
 * the squared deviations from the mean, in the order of {@link sum}, divided
 * by their number n less `correction`.
 *
 * @param x a tensor of a float dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1; `correction`: default 0.
 * @returns a tensor without these axes; NaN where there are no elements.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} for an axis that `x` does not have, and if
 * `correction` is not in [0, n).
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2, 3, 6]);
 * assertEquals(x.variance().item(), 3.5);
 * assertEquals(tensor([1, 3]).variance({ correction: 1 }).item(), 2);
 * ```
 */
export function variance(x: Value, options: VarianceOptions = {}): Value {
  checkFloat("variance", x);
  const known = ["axis", "keepDims", "correction"];
  const axis = reductionAxes("variance", x, options, known);
  const { correction = 0, keepDims } = options;
  const count = sizeOf(axis.map((i) => x.shape[i]));
  if (correction !== 0 && !(correction > 0 && correction < count)) {
    const right = `in [0, ${count}) where the number of elements is ${count}`;
    throw rangeError("variance", `correction must be ${right}`, correction);
  }
  const deviations = subtract(x, mean(x, { axis, keepDims: true }));
  const total = sum(square(deviations), { axis, keepDims });
  return divide(total, count - correction);
}
