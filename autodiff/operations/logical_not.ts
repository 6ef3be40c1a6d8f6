import { elementwise, type Unary } from "./kinds/elementwise.ts";

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
export const logicalNot: Unary = elementwise("logicalNot", {
  value: { bool: (x) => x === 0 ? 1 : 0 },
  code: (m, x) => m.not(x),
});
