import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether both hold, element by element.
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
 * assertEquals(a.logicalAnd(b).toArray(), [true, false, false, false]);
 * ```
 */
export const logicalAnd: Binary = comparison(
  "logicalAnd",
  (a, b) => a !== 0 && b !== 0,
  (m, a, b) => m.and(a, b),
  ["bool"],
);
