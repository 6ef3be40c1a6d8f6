import { comparison } from "./kinds/comparison.ts";
import type { Binary } from "./kinds/elementwise.ts";

/**
 * Whether each element of `a` is equal to that of `b`, as a `bool`.
 * NaN is not equal to anything, itself included; +0 and −0 are equal.
 *
 * @param a a tensor of any dtype, or a number or boolean.
 * @param b a tensor of the same dtype whose shape broadcasts with that of
 * `a`, or a number or boolean.
 * @throws {TypeError} if dtypes mix or shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, 2, 3]).equal(2).toArray(), [false, true, false]);
 * ```
 */
export const equal: Binary = comparison(
  "equal",
  (a, b) => a === b,
  (m, a, b) => m.equal(a, b),
  ["float", "int32", "uint32", "bool"],
);
