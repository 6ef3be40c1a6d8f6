import { softplus as definition } from "../elementary/softplus.ts";
import { softplus32, softplus64 } from "../elementary/reference.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * log(1 + e^x) of each element, a smooth `relu`. It neither overflows for
 * great elements nor loses small results.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1000]).softplus().toArray(), [
 *   0.6931471805599453,
 *   1000,
 * ]);
 * ```
 */
export const softplus: Unary = elementwise("softplus", {
  value: { float64: softplus64, float32: softplus32 },
  code: definition,
  derivative: [(g, _y, x) => multiply(g, sigmoid(x))],
});
