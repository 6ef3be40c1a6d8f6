import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

/**
 * The cosine of an angle in radians, from the cosine or the sine of |x| less its
 * nearest multiple of π/2: see {@link circle}. It is even bit for bit.
 *
 * In float64 the reduced angle is held in two numbers and the polynomials have
 * degree 14 and 13; in float32 both are computed in float64, with degree 8 and 9,
 * and rounded at the end.
 *
 * Greatest error measured, for |x| ≤ 2³⁰: 0.853 ulp in float64 (10,000,000 points,
 * beside multiples of π/4 and the hardest arguments), 0.502 ulp in float32 (each
 * of the 369,098,752 arguments from 2⁻¹⁴ to 2³⁰). Beyond, up to 2⁵⁰, the error is
 * at most half an ulp of x and one of the result; from there on the result is
 * some number in [−1, 1].
 *
 * Special values: 1 at ±0, NaN at ±∞.
 *
 * @see W. J. Cody and W. Waite, Software Manual for the Elementary Functions
 * (1980), chapter 8, for the reduction.
 */
export function cos<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const angle = w.abs(m.promote(x));
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, angle)
    : shortCircle(w, angle);
  const one = w.constant(1);
  const a = w.select(w.equal(w.abs(quarters), one), sine, cosine);
  const negative = w.or(
    w.less(w.constant(0.5), quarters),
    w.less(quarters, w.constant(-1.5)),
  );
  return m.demote(w.select(negative, w.negate(a), a));
}
