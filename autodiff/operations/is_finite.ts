import { GREATEST } from "../elementary/format.ts";
import type { Value } from "../graph.ts";
import { elementwise } from "./kinds/elementwise.ts";

const operation = elementwise("isFinite", {
  value: { float: (x) => Number.isFinite(x) ? 1 : 0 },
  code: (m, x) => m.lessEqual(m.abs(x), m.constant(GREATEST[m.format])),
  result: "bool",
});

/**
 * Whether each element is neither NaN nor infinite, as a `bool`.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes, whose elements are all finite.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, Infinity, NaN]).isFinite().toArray(), [
 *   true,
 *   false,
 *   false,
 * ]);
 * ```
 */
export function isFinite(x: Value): Value {
  return operation(x);
}
