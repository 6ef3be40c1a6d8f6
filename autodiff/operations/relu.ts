import { reals } from "../operation.ts";
import { greater } from "./greater.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";
import { where } from "./where.ts";

/**
 * The rectified linear unit: +0 where the element is below zero, else the
 * element itself, so that NaN and −0 pass. The derivative is 1 above zero and
 * 0 elsewhere, at 0 too.
 *
 * @param x a tensor of a float dtype.
 * @throws {TypeError} for other dtypes.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-2, 0, 3, NaN]).relu().toArray(), [0, 0, 3, NaN]);
 * ```
 */
export const relu: Unary = elementwise("relu", {
  value: { float: (x) => x < 0 ? 0 : x },
  code: (m, x) => m.select(m.less(x, m.constant(0)), m.constant(0), x),
  derivative: [(g, y) => where(greater(y, 0), g, 0)],
  domain: [{ ...reals, kinks: [0] }],
});
