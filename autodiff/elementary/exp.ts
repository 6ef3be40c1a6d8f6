import { fastTwoSum } from "./arithmetic.ts";
import { limitExponent, reduceExponential, scale } from "./exponential.ts";
import type { Machine } from "./machine.ts";

/**
 * eˣ, as 2ᵏ · eʳ with |r| ≤ ln 2 / 2. Cody and Waite's reduction keeps the part
 * of r that rounding cuts off; eʳ is a minimax polynomial of degree 12 (7 in
 * float32), of which 1 + r is added without loss. Two powers of two scale the
 * result, so that subnormal results and overflow come out right.
 *
 * Greatest error measured: 0.754 ulp in float64, where results are subnormal and
 * so rounded twice (10,000,000 points), 0.750 ulp in float32 (each of the
 * 620,756,992 arguments from 2⁻³⁰ to 2⁷ in size).
 *
 * Special values: 1 at ±0, 0 at −∞, ∞ at ∞. Overflows above 709.782712893384
 * (88.72283), is 0 below −745.1332191019412 (−103.97208).
 *
 * @see W. J. Cody and W. Waite, Software Manual for the Elementary Functions
 * (1980), chapter 6, for the reduction.
 */
export function exp<V, M>(m: Machine<V, M>, x: V): V {
  const { k, r, t } = reduceExponential(m, limitExponent(m, x));
  const sum = fastTwoSum(m, m.constant(1), r);
  return scale(m, m.add(sum.high, m.add(sum.low, t)), k);
}
