import { less } from "./less.ts";
import { type Binary, elementwise } from "./kinds/elementwise.ts";
import { shareOnTie } from "./kinds/ties.ts";

/**
 * The lesser of two tensors, element by element. NaN on either side gives
 * NaN, and −0 counts as less than +0.
 *
 * The derivative goes to the lesser operand, and half of it to each where the
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
 * assertEquals(a.minimum(tensor([3, 2, 0])).toArray(), [1, 2, NaN]);
 * ```
 */
export const minimum: Binary = elementwise("minimum", {
  value: { float: Math.min, int32: Math.min, uint32: Math.min },
  code: (m, a, b) => m.minimum(a, b),
  derivative: [
    (g, _y, a, b) => shareOnTie(g, less(a, b), a, b),
    (g, _y, a, b) => shareOnTie(g, less(b, a), a, b),
  ],
});
