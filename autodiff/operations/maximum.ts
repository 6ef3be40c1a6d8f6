import { greater } from "./greater.ts";
import { type Binary, elementwise } from "./kinds/elementwise.ts";
import { shareOnTie } from "./kinds/ties.ts";

/**
 * The greater of two tensors, element by element. NaN on either side gives
 * NaN, and +0 counts as greater than −0.
 *
 * The derivative goes to the greater operand, and half of it to each where the
 * two are equal; it is zero where one is NaN.
 *
 * @param a a tensor of a float or integer dtype, or a number.
 * @param b a tensor of the same dtype whose shape broadcasts with that of
 * `a`, or a number.
 * @throws {TypeError} for `bool`, if dtypes mix, or if shapes do not
 * broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([1, 5, NaN]);
 * assertEquals(a.maximum(tensor([3, 2, 0])).toArray(), [3, 5, NaN]);
 * ```
 */
export const maximum: Binary = elementwise("maximum", {
  value: { float: Math.max, int32: Math.max, uint32: Math.max },
  code: (m, a, b) => m.maximum(a, b),
  derivative: [
    (g, _y, a, b) => shareOnTie(g, greater(a, b), a, b),
    (g, _y, a, b) => shareOnTie(g, greater(b, a), a, b),
  ],
});
