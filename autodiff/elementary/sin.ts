import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

/**
 * The sine of an angle in radians, from the sine or the cosine of the angle less
 * its nearest multiple of π/2: see {@link circle}. The sign is that of |x|'s sine
 * times that of x, so that the function is odd bit for bit.
 *
 * In float64 the reduced angle is held in two numbers and the polynomials have
 * degree 13 and 14; in float32 both are computed in float64, with degree 9 and 8,
 * and rounded at the end.
 *
 * Greatest error measured, for |x| ≤ 2³⁰: 0.847 ulp in float64 (10,000,000 points,
 * beside multiples of π/4 and the hardest arguments), 0.502 ulp in float32 (each
 * of the 369,098,752 arguments from 2⁻¹⁴ to 2³⁰). Beyond, up to 2⁵⁰, the error is
 * at most half an ulp of x and one of the result; from there on the result is
 * some number in [−1, 1].
 *
 * Special values: ±0 and subnormal numbers are kept, NaN at ±∞.
 *
 * @see W. J. Cody and W. Waite, Software Manual for the Elementary Functions
 * (1980), chapter 8, for the reduction.
 */
export function sin<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const wide = m.promote(x);
  const angle = w.abs(wide);
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, angle)
    : shortCircle(w, angle);
  const one = w.constant(1);
  const a = w.select(w.equal(w.abs(quarters), one), cosine, sine);
  const negative = w.or(
    w.less(quarters, w.constant(-0.5)),
    w.less(w.constant(1.5), quarters),
  );
  const result = w.select(negative, w.negate(a), a);
  return m.demote(w.multiply(result, w.copySign(one, wide)));
}
