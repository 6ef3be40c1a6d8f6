import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether at least one of the two holds, element by element.
 *
 * @param a a tensor of dtype `bool`, or a boolean.
 * @param b a tensor of dtype `bool` whose shape broadcasts with that of
 * `a`, or a boolean.
 * @throws {TypeError} for other dtypes, or if shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([true, true, false, false]);
 * const b = tensor([true, false, true, false]);
 * assertEquals(a.logicalOr(b).toArray(), [true, true, true, false]);
 * ```
 */
export const logicalOr: Binary = comparison(
  "logicalOr",
  (a, b) => a !== 0 || b !== 0,
  (m, a, b) => m.or(a, b),
  ["bool"],
);
