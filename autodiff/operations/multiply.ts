import { type Binary, elementwise } from "./kinds/elementwise.ts";

/**
 * The product of two tensors, element by element. Integers wrap.
 *
 * @param a a tensor of a float or integer dtype, or a number.
 * @param b a tensor of the same dtype whose shape broadcasts with that of
 * `a`, or a number.
 * @throws {TypeError} if dtypes mix or shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, 2]).mul(tensor([[3], [4]])).toArray(), [
 *   [3, 6],
 *   [4, 8],
 * ]);
 * ```
 */
export const multiply: Binary = elementwise("multiply", {
  value: {
    float: (a, b) => a * b,
    int32: Math.imul,
    uint32: (a, b) => Math.imul(a, b) >>> 0,
  },
  code: (m, a, b) => m.multiply(a, b),
  derivative: [
    (g, _y, _a, b) => multiply(g, b),
    (g, _y, a) => multiply(g, a),
  ],
});
