import { exp as definition } from "../elementary/exp.ts";
import { exp32, exp64 } from "../elementary/reference.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

/**
 * The exponential e^x of each element.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1]).exp().toArray(), [1, 2.718281828459045]);
 * ```
 */
export const exp: Unary = elementwise("exp", {
  value: { float64: exp64, float32: exp32 },
  code: definition,
  derivative: [(g, y) => multiply(g, y)],
});
