import { reals } from "../operation.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { sign } from "./sign.ts";

/**
 * The absolute value of each element. Its derivative is the sign, and 0 at 0.
 * In int32 the least number, which has no opposite, stays.
 *
 * @param x a tensor of a float or integer dtype.
 * @throws {TypeError} for `bool`.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-1.5, 0, 2]).abs().toArray(), [1.5, 0, 2]);
 * ```
 */
export const abs: Unary = elementwise("abs", {
  value: {
    float: Math.abs,
    int32: (x) => Math.abs(x) | 0,
    uint32: (x) => x,
  },
  code: (m, x) => m.abs(x),
  derivative: [(g, _y, x) => multiply(g, sign(x))],
  domain: [{ ...reals, kinks: [0] }],
});
