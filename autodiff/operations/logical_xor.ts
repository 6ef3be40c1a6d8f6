import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether just one of the two holds, element by element.
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
 * assertEquals(a.logicalXor(b).toArray(), [false, true, true, false]);
 * ```
 */
export const logicalXor: Binary = comparison(
  "logicalXor",
  (a, b) => a !== b,
  (m, a, b) => m.not(m.equal(a, b)),
  ["bool"],
);
