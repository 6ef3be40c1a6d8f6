import { sin as definition } from "../elementary/sin.ts";
import { sin32, sin64 } from "../elementary/reference.ts";
import { cos } from "./cos.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

/**
 * The sine of each element, in radians.
 *
 * Within 1 ulp for |x| ≤ 2³⁰. From there to 2⁵⁰ the error is at most that of
 * moving x by half an ulp, and 1 ulp more; beyond, a result is between −1 and 1
 * and no longer that of x: bring such angles into range first. NaN at ±∞.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1]).sin().toArray(), [0, 0.8414709848078965]);
 * ```
 */
export const sin: Unary = elementwise("sin", {
  value: { float64: sin64, float32: sin32 },
  code: definition,
  derivative: [(g, _y, x) => multiply(g, cos(x))],
});
