import { type Binary, elementwise } from "./kinds/elementwise.ts";

/**
 * The sum of two tensors, element by element. Integers wrap.
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
 * assertEquals(tensor([1, 2]).add(tensor([[10], [20]])).toArray(), [
 *   [11, 12],
 *   [21, 22],
 * ]);
 * ```
 */
export const add: Binary = elementwise("add", {
  value: {
    float: (a, b) => a + b,
    int32: (a, b) => (a + b) | 0,
    uint32: (a, b) => (a + b) >>> 0,
  },
  code: (m, a, b) => m.add(a, b),
  derivative: [(g) => g, (g) => g],
});
