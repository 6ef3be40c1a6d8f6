import { type Binary, elementwise } from "./kinds/elementwise.ts";
import { neg } from "./neg.ts";

/**
 * The difference of two tensors, element by element. Integers wrap.
 *
 * @param a a tensor of a float or integer dtype, or a number.
 * @param b what is taken away: a tensor of the same dtype whose shape
 * broadcasts with that of `a`, or a number.
 * @throws {TypeError} if dtypes mix or shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([5, 7]).sub(tensor([1, 2])).toArray(), [4, 5]);
 * ```
 */
export const subtract: Binary = elementwise("subtract", {
  value: {
    float: (a, b) => a - b,
    int32: (a, b) => (a - b) | 0,
    uint32: (a, b) => (a - b) >>> 0,
  },
  code: (m, a, b) => m.subtract(a, b),
  derivative: [(g) => g, (g) => neg(g)],
});
