import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether each element of `a` is greater than or equal to that of `b`, as a
 * `bool`. It doesn't hold where either is NaN; +0 and −0 are equal.
 *
 * @param a a tensor of a float or integer dtype, or a number.
 * @param b a tensor of the same dtype whose shape broadcasts with that of
 * `a`, or a number.
 * @throws {TypeError} for `bool`, if dtypes mix or shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2, 3]);
 * assertEquals(x.greaterEqual(2).toArray(), [false, true, true]);
 * ```
 */
export const greaterEqual: Binary = comparison(
  "greaterEqual",
  (a, b) => a >= b,
  (m, a, b) => m.lessEqual(b, a),
);
