import type { Value } from "../graph.ts";
import { normalizeAxis } from "../shapes.ts";
import { exp } from "./exp.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { exponentShift } from "./kinds/shift.ts";
import { log } from "./log.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

/**
 * The logarithm of {@link softmax} along an axis, accurate where softmax
 * itself underflows: (x − m) − log Σ exp(x − m), m the maximum.
 *
 * An element that is −∞ stays so. Where all are −∞, or one is +∞, the result
 * is NaN, as softmax is.
 *
 * @param x a tensor of a float dtype.
 * @param axis the axis to normalise; default: the last.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const logits = tensor([0, -1000]);
 * assertEquals(logits.logSoftmax().toArray(), [0, -1000]);
 * ```
 */
export function logSoftmax(x: Value, axis: number = -1): Value {
  checkFloat("logSoftmax", x);
  const along = [normalizeAxis("logSoftmax", axis, x.shape.length)];
  const shifted = subtract(x, exponentShift(x, along));
  const total = sum(exp(shifted), { axis: along, keepDims: true });
  return subtract(shifted, log(total));
}
