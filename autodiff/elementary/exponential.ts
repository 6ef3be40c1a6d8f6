import {
  atLeast,
  atMost,
  fastTwoSum,
  nearest,
  type Pair,
  polynomial,
  twoSum,
} from "./arithmetic.ts";
import type { Format } from "./format.ts";
import type { Machine } from "./machine.ts";

/** eˣ as 2ᵏ(1 + r + t), not yet added up. */
export interface Exponential<V> {
  /** The power of two, an integer. */
  readonly k: V;
  /** The reduced argument, |r| ≤ ln 2 / 2 and a little. */
  readonly r: V;
  /** eʳ − 1 − r, and what rounding cut off r. */
  readonly t: V;
}

/** The constants of the reduction and the polynomial for one format. */
export interface ExponentialConstants {
  /** From here down eˣ rounds to 0. */
  readonly least: number;
  /** From here down eˣ − 1 is −1 up to a thousandth of an ulp. */
  readonly leastExpm1: number;
  /** From here up eˣ rounds to infinity. */
  readonly greatest: number;
  /** 1 / ln 2 */
  readonly inverseOfLn2: number;
  /** ln 2 in so few bits that its product with any k is exact. */
  readonly ln2High: number;
  /** What `ln2High` lacks. */
  readonly ln2Low: number;
  /** (eʳ − 1 − r − r²/2) / r³, minimax for the error relative to eʳ − 1. */
  readonly coefficients: readonly number[];
}

/** Found by Remez's exchange, rounded one by one from the lowest, the rest fitted again. */
export const EXPONENTIAL: Readonly<Record<Format, ExponentialConstants>> = {
  float64: {
    least: -746,
    leastExpm1: -45,
    greatest: 710,
    inverseOfLn2: 1.4426950408889634,
    ln2High: 0.6931471805598903,
    ln2Low: 5.497923018708371e-14,
    coefficients: [ // relative error 2^-61.6
      0.16666666666666677,
      0.04166666666666669,
      0.008333333333321773,
      0.001388888888888647,
      0.00019841269885347452,
      0.000024801587295747718,
      0.0000027557245210515306,
      2.75573149771159e-7,
      2.510864707102782e-8,
      2.089824189316999e-9,
    ],
  },
  float32: {
    least: -104,
    leastExpm1: -24,
    greatest: 89,
    inverseOfLn2: 1.4426950216293335,
    ln2High: 0.693145751953125,
    ln2Low: 0.000001428606765330187,
    coefficients: [ // relative error 2^-31.1
      0.1666666567325592,
      0.04166649281978607,
      0.008333547972142696,
      0.001393230864778161,
      0.00019760191207751632,
    ],
  },
};

/**
 * Splits eˣ for an `x` within {@link ExponentialConstants.least} and
 * `greatest`: k is the integer nearest to x / ln 2, and r = x − k ln 2 is made
 * with ln 2 in two parts, so that nothing of it is lost (Cody and Waite,
 * Software Manual for the Elementary Functions, 1980, chapter 6). `low` is a
 * small part of the argument beside `x`.
 */
export function reduceExponential<V, M>(
  m: Machine<V, M>,
  x: V,
  low?: V,
): Exponential<V> {
  const { inverseOfLn2, ln2High, ln2Low, coefficients } = EXPONENTIAL[m.format];
  const k = nearest(m, m.multiply(x, m.constant(inverseOfLn2)));
  const high = m.subtract(x, m.multiply(k, m.constant(ln2High)));
  const rest = m.multiply(k, m.constant(ln2Low));
  const less = low === undefined ? rest : m.subtract(rest, low);
  const r = m.subtract(high, less);
  const lost = m.subtract(m.subtract(high, r), less);
  const square = m.multiply(r, r);
  const half = m.multiply(square, m.constant(0.5));
  const cubic = m.multiply(
    m.multiply(square, r),
    polynomial(m, coefficients, r),
  );
  const slope = m.add(lost, m.multiply(lost, r));
  return { k, r, t: m.add(half, m.add(cubic, slope)) };
}

/** `x` held where e to its power is neither 0 nor infinite, and just beyond. */
export function limitExponent<V, M>(m: Machine<V, M>, x: V): V {
  const { least, greatest } = EXPONENTIAL[m.format];
  return atMost(m, atLeast(m, x, least), greatest);
}

/** eˣ as a sum not yet added up, for x ≤ 0. */
export function exponentialPair<V, M>(m: Machine<V, M>, x: V): Pair<V> {
  const { least } = EXPONENTIAL[m.format];
  const { k, r, t } = reduceExponential(m, atLeast(m, x, least));
  const sum = fastTwoSum(m, m.constant(1), r);
  const { high, low } = fastTwoSum(m, sum.high, m.add(sum.low, t));
  return { high: scale(m, high, k), low: scale(m, low, k) };
}

/**
 * eˣ − 1 as 2ᵏ(high + low), for an `x` within `leastExpm1` and `greatest`: the
 * sum of 1 − 2⁻ᵏ, r and t, where what rounding cuts off is kept.
 */
export function expm1Pair<V, M>(
  m: Machine<V, M>,
  x: V,
): Pair<V> & { readonly k: V } {
  const { k, r, t } = reduceExponential(m, x);
  const inverse = m.powerOfTwo(m.negate(atMost(m, k, 100)));
  const shift = twoSum(m, m.constant(1), m.negate(inverse));
  const sum = fastTwoSum(m, shift.high, r);
  const low = m.add(sum.low, m.add(shift.low, t));
  return { k, ...fastTwoSum(m, sum.high, low) };
}

/**
 * 2ᵏ · a, rounded once: by two powers of two, of which only the second can
 * leave the normal range.
 */
export function scale<V, M>(m: Machine<V, M>, a: V, k: V): V {
  const half = nearest(m, m.multiply(k, m.constant(0.5)));
  const rest = m.subtract(k, half);
  return m.multiply(m.multiply(a, m.powerOfTwo(half)), m.powerOfTwo(rest));
}
