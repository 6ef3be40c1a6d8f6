import { reals } from "../operation.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";

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
export const floor: Unary = elementwise("floor", {
  value: { float: Math.floor },
  code: (m, x) => m.floor(x),
  domain: [{ ...reals, kinks: [-3, -2, -1, 0, 1, 2, 3] }],
});
