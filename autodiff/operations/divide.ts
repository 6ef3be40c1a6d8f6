import { positive, reals } from "../operation.ts";
import { type Binary, elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { neg } from "./neg.ts";

/**
 * The quotient of two tensors, element by element. A division by zero gives
 * an infinity, or NaN for 0/0, as IEEE 754 has it; see `divideOrZero` for
 * another convention.
 *
 * @param a a tensor of a float dtype, or a number.
 * @param b the divisor: a tensor of the same dtype whose shape broadcasts
 * with that of `a`, or a number.
 * @throws {TypeError} for other dtypes, if dtypes mix, or if shapes do not
 * broadcast.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, 3]).div(2).toArray(), [0.5, 1.5]);
 * assertEquals(tensor([1, 0]).div(0).toArray(), [Infinity, NaN]);
 * ```
 */
export const divide: Binary = elementwise("divide", {
  value: { float: (a, b) => a / b },
  code: (m, a, b) => m.divide(a, b),
  derivative: [
    (g, _y, _a, b) => divide(g, b),
    (g, y, _a, b) => neg(multiply(g, divide(y, b))),
  ],
  domain: [reals, positive],
});
