import { reals } from "../operation.ts";
import { elementwise, type Unary } from "./kinds/elementwise.ts";

function signOf(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : x;
}

/**
 * The sign of each element: 1, −1, or the element itself where it is +0, −0
 * or NaN. The derivative is zero everywhere, at 0 too.
 *
 * @param x a tensor of a float or integer dtype.
 * @throws {TypeError} for `bool`.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([-3, 0, 0.5, NaN]).sign().toArray(), [-1, 0, 1, NaN]);
 * ```
 */
export const sign: Unary = elementwise("sign", {
  value: { float: signOf, int32: signOf, uint32: signOf },
  code: (m, x) => {
    const zero = m.constant(0);
    const rest = m.select(m.less(x, zero), m.constant(-1), x);
    return m.select(m.less(zero, x), m.constant(1), rest);
  },
  domain: [{ ...reals, kinks: [0] }],
});
