import { fastTwoSum, nearest, polynomial } from "./arithmetic.ts";
import type { Machine } from "./machine.ts";

/** Sine and cosine of a reduced angle, and the quarter turns taken off it. */
export interface Circle<V> {
  /** The sine of the reduced angle. */
  readonly sine: V;
  /** Its cosine. */
  readonly cosine: V;
  /** Quarter turns modulo 4: −2, −1, 0, 1 or 2. */
  readonly quarters: V;
}

const TWO_OVER_PI = 0.6366197723675814;

/** The constants of the circle. */
export interface CircleConstants {
  /** π/2 in parts of at most 23 bits, whose products with integers of 30 bits are exact. */
  readonly parts: readonly number[];
  /** What all parts leave of π/2. */
  readonly rest: number;
  /** What the first two parts leave of π/2. */
  readonly shortRest: number;
  /** (sin r / r − 1) / r² in r². */
  readonly sine: readonly number[];
  /** (cos r − 1 + r²/2) / r⁴ in r². */
  readonly cosine: readonly number[];
  /** As `sine`, enough for float32. */
  readonly shortSine: readonly number[];
  /** As `cosine`, enough for float32. */
  readonly shortCosine: readonly number[];
}

/**
 * The polynomials are minimax on |r| ≤ π/4 for the error relative to sin r and
 * cos r: found by Remez's exchange, rounded one by one from the lowest, the
 * rest fitted again.
 */
export const CIRCLE: CircleConstants = {
  parts: [
    1.570796251296997,
    7.549789415861596e-8,
    5.390302529957765e-15,
    3.2820036682434026e-22,
  ],
  rest: -1.2536990206932499e-29,
  shortRest: 5.390302858158119e-15,
  sine: [ // relative error 2^-57.8
    -0.1666666666666663,
    0.00833333333332184,
    -0.00019841269829358528,
    0.0000027557313538514475,
    -2.50507343893485e-8,
    1.5895433297550808e-10,
  ],
  cosine: [ // relative error 2^-63.9
    0.041666666666666595,
    -0.0013888888888873342,
    0.000024801587289002083,
    -2.7557314217041253e-7,
    2.087570539658474e-9,
    -1.1358749282308415e-11,
  ],
  shortSine: [ // relative error 2^-37.5
    -0.16666666640796873,
    0.008333329304825048,
    -0.00019839312264253317,
    0.0000027181215804160734,
  ],
  shortCosine: [ // relative error 2^-33.0
    0.04166664568290874,
    -0.0013887316250973311,
    0.00002443315666169731,
  ],
};

/**
 * The circle at a float64 angle. The quarter turns k are taken off with π/2 in
 * five parts, and what is left is held in two numbers, so that angles beside
 * multiples of π/2 lose no accuracy for |x| ≤ 2³⁰. There x less the first two
 * parts is exact. The sums after it lose nothing either: where the second term
 * is the greater, both are so small, and multiples of so great a power of two,
 * that their sum is exact.
 */
export function circle<V, M>(m: Machine<V, M>, x: V): Circle<V> {
  const one = m.constant(1);
  const k = quarterTurns(m, x);
  const minus = (part: number) => m.multiply(k, m.constant(-part));
  const [first, second, third, fourth] = CIRCLE.parts.map(minus);
  const a = m.add(m.add(x, first), second);
  const b = fastTwoSum(m, a, third);
  const c = fastTwoSum(m, b.high, fourth);
  const last = minus(CIRCLE.rest);
  const reduced = fastTwoSum(m, c.high, m.add(m.add(b.low, c.low), last));
  const r = withinOne(m, reduced.high, reduced.high);
  const low = withinOne(m, reduced.high, reduced.low);

  const z = m.multiply(r, r);
  const h = m.multiply(z, m.constant(0.5));
  const slope = m.subtract(one, h); // about cos r
  const cubic = m.multiply(m.multiply(z, r), polynomial(m, CIRCLE.sine, z));
  const sine = m.add(r, m.add(cubic, m.multiply(low, slope)));

  const lost = m.subtract(m.subtract(one, slope), h);
  const quartic = m.multiply(
    m.multiply(z, z),
    polynomial(m, CIRCLE.cosine, z),
  );
  const small = m.add(lost, m.subtract(quartic, m.multiply(r, low)));
  const cosine = m.add(slope, small);
  return { sine, cosine, quarters: modulo4(m, k) };
}

/** The circle at a float32 angle, in float64, accurate enough for float32. */
export function shortCircle<V, M>(m: Machine<V, M>, x: V): Circle<V> {
  const k = quarterTurns(m, x);
  const minus = (part: number) => m.multiply(k, m.constant(-part));
  const [first, second] = CIRCLE.parts.slice(0, 2).map(minus);
  const reduced = m.add(
    m.add(m.add(x, first), second),
    minus(CIRCLE.shortRest),
  );
  const r = withinOne(m, reduced, reduced);

  const z = m.multiply(r, r);
  const cubic = m.multiply(z, polynomial(m, CIRCLE.shortSine, z));
  const sine = m.add(r, m.multiply(r, cubic));
  const slope = m.subtract(m.constant(1), m.multiply(z, m.constant(0.5)));
  const quartic = m.multiply(
    m.multiply(z, z),
    polynomial(m, CIRCLE.shortCosine, z),
  );
  return { sine, cosine: m.add(slope, quartic), quarters: modulo4(m, k) };
}

function quarterTurns<V, M>(m: Machine<V, M>, x: V): V {
  return nearest(m, m.multiply(x, m.constant(TWO_OVER_PI)));
}

/** `value`, or 0 where the reduction failed since the angle was too large; NaN passes. */
function withinOne<V, M>(m: Machine<V, M>, reduced: V, value: V): V {
  const outside = m.less(m.constant(1), m.abs(reduced));
  return m.select(outside, m.constant(0), value);
}

function modulo4<V, M>(m: Machine<V, M>, k: V): V {
  const turns = nearest(m, m.multiply(k, m.constant(0.25)));
  return m.subtract(k, m.multiply(turns, m.constant(4)));
}
