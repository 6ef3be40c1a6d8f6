import { log as definition } from "../elementary/log.ts";
import { log32, log64 } from "../elementary/reference.ts";
import { positive } from "../operation.ts";
import { divide } from "./divide.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";

/**
 * The natural logarithm of each element: −∞ at zero, NaN below.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, 2]).log().toArray(), [0, 0.6931471805599453]);
 * ```
 */
export const log: Unary = elementwise("log", {
  value: { float64: log64, float32: log32 },
  code: definition,
  derivative: [(g, _y, x) => divide(g, x)],
  domain: [positive],
});
