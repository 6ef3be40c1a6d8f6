import type { Value } from "../graph.ts";
import { add } from "./add.ts";
import { equal } from "./equal.ts";
import { exp } from "./exp.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import {
  reducedShape,
  reductionAxes,
  type ReductionOptions,
} from "./kinds/reduction.ts";
import { exponentShift } from "./kinds/shift.ts";
import { log } from "./log.ts";
import { reshape } from "./reshape.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";
import { where } from "./where.ts";

/**
 * The logarithm of the sum of the exponentials of the elements along one
 * axis, several, or all, without overflow: m + log Σ exp(x − m), m the
 * maximum, or 0 where that is not finite.
 *
 * Its derivative is {@link softmax}. Where all elements are −∞, so is the
 * result, and the derivative is 0.
 *
 * @param x a tensor of a float dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; −∞ where there are no elements.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1000, 1000]);
 * assertEquals(x.logsumexp().item(), 1000 + 0.6931471805599453);
 * ```
 */
export function logsumexp(x: Value, options: ReductionOptions = {}): Value {
  checkFloat("logsumexp", x);
  const axis = reductionAxes("logsumexp", x, options);
  const shift = exponentShift(x, axis);
  const total = sum(exp(subtract(x, shift)), { axis, keepDims: true });
  const none = equal(total, 0);
  const logarithm = where(none, -Infinity, log(where(none, 1, total)));
  const result = add(shift, logarithm);
  return reshape(result, reducedShape(x.shape, axis, options.keepDims));
}
