import { sigmoid as definition } from "../elementary/sigmoid.ts";
import { sigmoid32, sigmoid64 } from "../elementary/reference.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { subtract } from "./subtract.ts";

/**
 * The logistic function 1/(1 + e^−x) of each element.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1]).sigmoid().toArray(), [0.5, 0.7310585786300049]);
 * ```
 */
export const sigmoid: Unary = elementwise("sigmoid", {
  value: { float64: sigmoid64, float32: sigmoid32 },
  code: definition,
  derivative: [(g, y) => multiply(g, multiply(y, subtract(1, y)))],
});
