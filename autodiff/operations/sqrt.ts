import { positive } from "../operation.ts";
import { divideOrZero } from "./divide_or_zero.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

/**
 * The square root of each element, correctly rounded: NaN below zero, −0 at
 * −0. The derivative is 1/(2√x), and by convention 0 at zero, where that is
 * infinite: so norm′(0) = 0, and the derivative through the step of an adaptive
 * rule is finite at a coordinate that has met no gradient yet.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 2.25, -1]).sqrt().toArray(), [0, 1.5, NaN]);
 * ```
 */
export const sqrt: Unary = elementwise("sqrt", {
  value: { float: Math.sqrt },
  code: (m, x) => m.sqrt(x),
  derivative: [(g, y) => divideOrZero(g, multiply(2, y))],
  domain: [positive],
});
