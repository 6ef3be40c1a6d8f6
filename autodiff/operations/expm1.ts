import { expm1 as definition } from "../elementary/expm1.ts";
import { expm132, expm164 } from "../elementary/reference.ts";
import { add } from "./add.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

/**
 * e^x − 1 for each element, accurate where x is near zero.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([0, 1e-20]).expm1().toArray(), [0, 1e-20]);
 * ```
 */
export const expm1: Unary = elementwise("expm1", {
  value: { float64: expm164, float32: expm132 },
  code: definition,
  derivative: [(g, y) => multiply(g, add(y, 1))],
});
