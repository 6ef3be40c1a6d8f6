import { sigmoid as definition } from "../elementary/sigmoid.ts";
import { sigmoid32, sigmoid64 } from "../elementary/reference.ts";
import type { Value } from "../graph.ts";
import { elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { subtract } from "./subtract.ts";

const operation = elementwise("sigmoid", {
  value: { float64: sigmoid64, float32: sigmoid32 },
  code: definition,
  derivative: [(g, y) => multiply(g, multiply(y, subtract(1, y)))],
});

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
export function sigmoid(x: Value): Value {
  return operation(x);
}
