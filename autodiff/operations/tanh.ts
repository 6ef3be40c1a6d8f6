import { tanh as definition } from "../elementary/tanh.ts";
import { tanh32, tanh64 } from "../elementary/reference.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";

/**
 * The hyperbolic tangent of each element.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-0, 40]).tanh().toArray(), [-0, 1]);
 * ```
 */
export const tanh: Unary = elementwise("tanh", {
  value: { float64: tanh64, float32: tanh32 },
  code: definition,
  derivative: [(g, y) => multiply(g, subtract(1, square(y)))],
});
