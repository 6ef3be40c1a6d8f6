import { fastTwoSum, type Pair, polynomial } from "./arithmetic.ts";
import { EXPONENTIAL } from "./exponential.ts";
import { type Format, LEAST_NORMAL } from "./format.ts";
import type { Machine } from "./machine.ts";

/** A positive number as 2ᵏ(1 + f). */
export interface Split<V> {
  /** The power of two, an integer. */
  readonly k: V;
  /** In [√½ − 1, √2 − 1], exact. */
  readonly f: V;
}

/** (2 artanh s / s − 2) / s² as a polynomial in s², minimax for the error relative to artanh s. */
export const LOGARITHM: Readonly<Record<Format, readonly number[]>> = {
  float64: [ // relative error 2^-59.5
    0.6666666666666734,
    0.3999999999941705,
    0.28571428741890625,
    0.22222198621880984,
    0.1818356189068602,
    0.15314110813626244,
    0.14795364511055512,
  ],
  float32: [ // relative error 2^-30.2
    0.6666677594184875,
    0.3997758626937866,
    0.29870694875717163,
  ],
};

const ROOT = { float64: 1.4142135623730951, float32: 1.4142135381698608 };

/** Splits a positive, finite, normal number. */
export function splitNormal<V, M>(m: Machine<V, M>, x: V): Split<V> {
  const e = m.exponent(x);
  const { k, f } = center(m, m.significand(x));
  return { k: m.add(e, k), f };
}

/** Splits a positive, finite number. */
export function splitPositive<V, M>(m: Machine<V, M>, x: V): Split<V> {
  const tiny = m.less(x, m.constant(LEAST_NORMAL[m.format]));
  const raised = m.multiply(x, m.constant(18014398509481984)); // 2⁵⁴
  const { k, f } = splitNormal(m, m.select(tiny, raised, x));
  return { k: m.select(tiny, m.subtract(k, m.constant(54)), k), f };
}

/** Splits a number in [1, 2]. */
export function center<V, M>(m: Machine<V, M>, a: V): Split<V> {
  const one = m.constant(1);
  const upper = m.less(m.constant(ROOT[m.format]), a);
  const centered = m.select(upper, m.multiply(a, m.constant(0.5)), a);
  return {
    k: m.select(upper, one, m.constant(0)),
    f: m.subtract(centered, one),
  };
}

/**
 * The logarithm of 2ᵏ(1 + f + low) as a sum not yet added up, where `low` is
 * within an ulp of f, and 0 unless given. With s = f / (2 + f),
 * log(1 + f) = 2 artanh s = 2s + sR, where R is a series in s². As
 * 2s = f − s f and s f = h − s h with h = f²/2, it is f − (h − s(h + R)), whose
 * greatest part is exact.
 */
export function logarithm<V, M>(
  m: Machine<V, M>,
  { k, f }: Split<V>,
  low?: V,
): Pair<V> {
  const { ln2High, ln2Low } = EXPONENTIAL[m.format];
  const s = m.divide(f, m.add(m.constant(2), f));
  const z = m.multiply(s, s);
  const series = m.multiply(z, polynomial(m, LOGARITHM[m.format], z));
  const h = m.multiply(m.multiply(f, f), m.constant(0.5));
  const tail = m.subtract(m.multiply(s, m.add(h, series)), h);
  const sum = fastTwoSum(m, m.multiply(k, m.constant(ln2High)), f);
  let small = m.add(sum.low, m.multiply(k, m.constant(ln2Low)));
  if (low !== undefined) {
    const slope = m.subtract(m.constant(1), m.add(s, s)); // about 1 / (1 + f)
    small = m.add(small, m.multiply(low, slope));
  }
  return { high: sum.high, low: m.add(small, tail) };
}
