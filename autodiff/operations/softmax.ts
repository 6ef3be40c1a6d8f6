import type { Value } from "../graph.ts";
import { normalizeAxis } from "../shapes.ts";
import { divide } from "./divide.ts";
import { exp } from "./exp.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { exponentShift } from "./kinds/shift.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

/**
 * The exponentials of the elements, divided by their sum along an axis, so
 * that they are positive and add up to 1: exp(x − m) / Σ exp(x − m), m the
 * maximum.
 *
 * An element that is −∞ gets 0. Where all are −∞, or one is +∞, no such
 * shares exist, and NaN says so.
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
 * const logits = tensor([[1, 1], [-Infinity, 1000]]);
 * assertEquals(logits.softmax().toArray(), [[0.5, 0.5], [0, 1]]);
 * ```
 */
export function softmax(x: Value, axis: number = -1): Value {
  checkFloat("softmax", x);
  const along = [normalizeAxis("softmax", axis, x.shape.length)];
  const exponentials = exp(subtract(x, exponentShift(x, along)));
  return divide(
    exponentials,
    sum(exponentials, { axis: along, keepDims: true }),
  );
}
