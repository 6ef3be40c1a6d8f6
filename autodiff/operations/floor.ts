import type { Value } from "../graph.ts";
import { reals } from "../operation.ts";
import { elementwise } from "./kinds/elementwise.ts";

const operation = elementwise("floor", {
  value: { float: Math.floor },
  code: (m, x) => m.floor(x),
  domain: [{ ...reals, kinks: [-3, -2, -1, 0, 1, 2, 3] }],
});

/**
 * The greatest integer not above each element, in the same dtype; −0, NaN and
 * the infinities stay. The derivative is zero everywhere.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1.5, -1.5, 2]).floor().toArray(), [1, -2, 2]);
 * ```
 */
export function floor(x: Value): Value {
  return operation(x);
}
