import type { Machine } from "./machine.ts";

/** A number held as the unevaluated sum of two, the second below half an ulp of the first. */
export interface Pair<V> {
  /** The sum, rounded. */
  readonly high: V;
  /** What the rounded sum lacks. */
  readonly low: V;
}

const MAGIC = { float64: 6755399441055744, float32: 12582912 };

/**
 * The integer nearest to `a`, ties to even, for |a| ≤ 2⁵¹ (2²² in float32): adding
 * 1.5·2⁵² (1.5·2²³) pushes the fraction out. Never −0.
 */
export function nearest<V, M>(m: Machine<V, M>, a: V): V {
  const magic = m.constant(MAGIC[m.format]);
  return m.subtract(m.add(a, magic), magic);
}

/** `a`, or `least` where it is less; NaN passes. */
export function atLeast<V, M>(m: Machine<V, M>, a: V, least: number): V {
  const bound = m.constant(least);
  return m.select(m.less(a, bound), bound, a);
}

/** `a`, or `greatest` where it is greater; NaN passes. */
export function atMost<V, M>(m: Machine<V, M>, a: V, greatest: number): V {
  const bound = m.constant(greatest);
  return m.select(m.less(bound, a), bound, a);
}

/**
 * A polynomial with coefficients from the constant term upwards, in Estrin's
 * order: neighbours are joined with x, those pairs with x², and so on.
 */
export function polynomial<V, M>(
  m: Machine<V, M>,
  coefficients: readonly number[],
  x: V,
): V {
  let terms = coefficients.map((c) => m.constant(c));
  for (let power = x; terms.length > 1; power = m.multiply(power, power)) {
    const joined: V[] = [];
    for (let i = 0; i < terms.length; i += 2) {
      joined.push(
        i + 1 < terms.length
          ? m.add(terms[i], m.multiply(terms[i + 1], power))
          : terms[i],
      );
    }
    terms = joined;
  }
  return terms[0];
}

/** a + b exactly, for |a| ≥ |b| or a = 0 (Dekker 1971). */
export function fastTwoSum<V, M>(m: Machine<V, M>, a: V, b: V): Pair<V> {
  const high = m.add(a, b);
  return { high, low: m.subtract(b, m.subtract(high, a)) };
}

/** a + b exactly (Knuth, The Art of Computer Programming, vol. 2, 4.2.2). */
export function twoSum<V, M>(m: Machine<V, M>, a: V, b: V): Pair<V> {
  const high = m.add(a, b);
  const second = m.subtract(high, a);
  const first = m.subtract(high, second);
  const low = m.add(m.subtract(a, first), m.subtract(b, second));
  return { high, low };
}

/**
 * a · b exactly in float64, where nothing overflows or underflows: both factors
 * are split into halves of 26 bits, whose products are exact (Dekker 1971,
 * Veltkamp 1968).
 */
export function twoProduct<V, M>(m: Machine<V, M>, a: V, b: V): Pair<V> {
  const [a1, a2] = halves(m, a);
  const [b1, b2] = halves(m, b);
  const high = m.multiply(a, b);
  let low = m.subtract(m.multiply(a1, b1), high);
  low = m.add(low, m.multiply(a1, b2));
  low = m.add(low, m.multiply(a2, b1));
  low = m.add(low, m.multiply(a2, b2));
  return { high, low };
}

function halves<V, M>(m: Machine<V, M>, a: V): [V, V] {
  const spread = m.multiply(a, m.constant(134217729)); // 2²⁷ + 1
  const high = m.subtract(spread, m.subtract(spread, a));
  return [high, m.subtract(a, high)];
}
