import type { Value } from "../graph.ts";
import { elementwise } from "./kinds/elementwise.ts";

const operation = elementwise("logicalNot", {
  value: { bool: (x) => x === 0 ? 1 : 0 },
  code: (m, x) => m.not(x),
});

/**
 * Whether each element doesn't hold.
 *
 * @param x a tensor of dtype `bool`.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([true, false]).logicalNot().toArray(), [false, true]);
 * ```
 */
export function logicalNot(x: Value): Value {
  return operation(x);
}
