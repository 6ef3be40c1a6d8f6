import { GREATEST } from "./format.ts";
import { logarithm, splitPositive } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

/**
 * The natural logarithm, as k ln 2 + log(1 + f) with x = 2ᵏ(1 + f) and 1 + f
 * between √½ and √2: see {@link logarithm}, whose series in s = f / (2 + f) has
 * degree 15 (7 in float32). Subnormal x are raised by 2⁵⁴ first.
 *
 * Greatest error measured: 0.921 ulp in float64, just above x = √½ where k ln 2
 * and log(1 + f) cancel (10,000,000 points), 0.904 ulp in float32 (each of the
 * 2,139,095,039 positive numbers).
 *
 * Special values: −∞ at ±0, ∞ at ∞, NaN below 0, +0 at 1.
 *
 * @see W. J. Cody and W. Waite, Software Manual for the Elementary Functions
 * (1980), chapter 5, for the reduction and the series in s.
 */
export function log<V, M>(m: Machine<V, M>, x: V): V {
  const zero = m.constant(0);
  const { high, low } = logarithm(m, splitPositive(m, x));
  const finite = m.lessEqual(x, m.constant(GREATEST[m.format]));
  let result = m.select(finite, m.add(high, low), x);
  result = m.select(m.equal(x, zero), m.constant(-Infinity), result);
  return m.select(m.less(x, zero), m.constant(NaN), result);
}
