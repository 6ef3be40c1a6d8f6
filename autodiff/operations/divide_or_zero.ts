import { positive, reals } from "../operation.ts";
import { type Binary, elementwise } from "./kinds/elementwise.ts";
import { multiply } from "./multiply.ts";
import { neg } from "./neg.ts";

/**
 * The quotient of two tensors, element by element, and +0 where the divisor
 * is zero, whatever is divided. Both derivatives are zero there.
 *
 * This is what a rule without ε uses for g/√h: where no gradient has come
 * yet, or its square underflowed, h is 0 and so is the step.
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
 * const g = tensor([3, 0, 5]);
 * assertEquals(g.divideOrZero(tensor([2, 0, 0])).toArray(), [1.5, 0, 0]);
 * ```
 */
export const divideOrZero: Binary = elementwise("divideOrZero", {
  value: { float: (a, b) => b === 0 ? 0 : a / b },
  code: (m, a, b) =>
    m.select(m.equal(b, m.constant(0)), m.constant(0), m.divide(a, b)),
  derivative: [
    (g, _y, _a, b) => divideOrZero(g, b),
    (g, y, _a, b) => neg(multiply(g, divideOrZero(y, b))),
  ],
  domain: [reals, positive],
});
