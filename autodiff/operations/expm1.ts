import { expm1 as definition } from "../elementary/expm1.ts";
import { expm132, expm164 } from "../elementary/reference.ts";
import type { Value } from "../graph.ts";
import { add } from "./add.ts";
import { elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";

const operation = elementwise("expm1", {
  value: { float64: expm164, float32: expm132 },
  code: definition,
  derivative: [(g, y) => multiply(g, add(y, 1))],
});

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
export function expm1(x: Value): Value {
  return operation(x);
}
