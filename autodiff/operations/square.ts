import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

/**
 * The square of each element. Integers wrap.
 *
 * @param x a tensor of a float or integer dtype.
 * @throws {TypeError} for `bool`.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-3, 0.5]).square().toArray(), [9, 0.25]);
 * ```
 */
export const square: Unary = elementwise("square", {
  value: {
    float: (x) => x * x,
    int32: (x) => Math.imul(x, x),
    uint32: (x) => Math.imul(x, x) >>> 0,
  },
  code: (m, x) => m.multiply(x, x),
  derivative: [(g, _y, x) => multiply(g, multiply(2, x))],
});
