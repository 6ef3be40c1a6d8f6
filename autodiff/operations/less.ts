import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether each element of `a` is less than that of `b`, as a `bool`.
 * It doesn't hold where either is NaN; +0 and −0 are equal.
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
 * assertEquals(tensor([1, 2, 3]).less(2).toArray(), [true, false, false]);
 * ```
 */
export const less: Binary = comparison(
  "less",
  (a, b) => a < b,
  (m, a, b) => m.less(a, b),
);
