import type { Value } from "../graph.ts";
import { comparison } from "./kinds/comparison.ts";
import type { Operand } from "./kinds/operands.ts";

const operation = comparison(
  "logicalAnd",
  (a, b) => a !== 0 && b !== 0,
  (m, a, b) => m.and(a, b),
  ["bool"],
);

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
export function logicalAnd(a: Operand, b: Operand): Value {
  return operation(a, b);
}
