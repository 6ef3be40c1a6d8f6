import { GREATEST } from "../elementary/format.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";

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
export const isFinite: Unary = elementwise("isFinite", {
  value: { float: (x) => Number.isFinite(x) ? 1 : 0 },
  code: (m, x) => m.lessEqual(m.abs(x), m.constant(GREATEST[m.format])),
  result: "bool",
});
