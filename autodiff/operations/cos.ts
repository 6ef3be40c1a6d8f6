import { cos as definition } from "../elementary/cos.ts";
import { cos32, cos64 } from "../elementary/reference.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { neg } from "./neg.ts";
import { sin } from "./sin.ts";

/**
 * The cosine of each element, in radians.
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
 * assertEquals(tensor([0, 1]).cos().toArray(), [1, 0.5403023058681398]);
 * ```
 */
export const cos: Unary = elementwise("cos", {
  value: { float64: cos64, float32: cos32 },
  code: definition,
  derivative: [(g, _y, x) => neg(multiply(g, sin(x)))],
});
