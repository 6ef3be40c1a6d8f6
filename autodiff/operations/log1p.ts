import { log1p as definition } from "../elementary/log1p.ts";
import { log1p32, log1p64 } from "../elementary/reference.ts";
import { add } from "./add.ts";
import { divide } from "./divide.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";

/**
 * log(1 + x) for each element, accurate where x is near zero: −∞ at −1, NaN
 * below.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1e-20]).log1p().toArray(), [0, 1e-20]);
 * ```
 */
export const log1p: Unary = elementwise("log1p", {
  value: { float64: log1p64, float32: log1p32 },
  code: definition,
  derivative: [(g, _y, x) => divide(g, add(x, 1))],
  domain: [{ low: -0.9, high: 3 }],
});
