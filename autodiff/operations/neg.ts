import { elementwise, type Unary } from "./kinds/elementwise.ts";

/**
 * Each element with its sign turned; +0 becomes −0. In int32 the least
 * number, which has no opposite, stays.
 *
 * @param x a tensor of a float dtype or int32.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, -2]).neg().toArray(), [-1, 2]);
 * ```
 */
export const neg: Unary = elementwise("neg", {
  value: { float: (x) => -x, int32: (x) => -x | 0 },
  code: (m, x) => m.negate(x),
  derivative: [(g) => neg(g)],
});
