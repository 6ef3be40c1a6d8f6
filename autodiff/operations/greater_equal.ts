import type { Value } from "../graph.ts";
import { comparison } from "./kinds/comparison.ts";
import type { Operand } from "./kinds/operands.ts";

const operation = comparison(
  "greaterEqual",
  (a, b) => a >= b,
  (m, a, b) => m.lessEqual(b, a),
);

/**
 * Whether each element of `a` is greater than or equal to that of `b`, as a
 * `bool`. It doesn't hold where either is NaN; +0 and −0 are equal.
 *
 * @param a a tensor of a float or integer dtype, or a number.
 * @param b a tensor of the same dtype whose shape broadcasts with that of
 * `a`, or a number.
 * @throws {TypeError} for `bool`, if dtypes mix or shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2, 3]);
 * assertEquals(x.greaterEqual(2).toArray(), [false, true, true]);
 * ```
 */
export function greaterEqual(a: Operand, b: Operand): Value {
  return operation(a, b);
}
