import {
  atLeast,
  atMost,
  fastTwoSum,
  type Pair,
  polynomial,
  twoProduct,
} from "./arithmetic.ts";
import {
  EXPONENTIAL,
  limitExponent,
  reduceExponential,
  scale,
} from "./exponential.ts";
import { splitPositive } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

/** (2 artanh s / s − 2) / s² as 2/3, in two parts, and s² times a polynomial in s². */
export const LOGARITHM_PAIR: {
  readonly twoThirds: readonly [number, number];
  readonly coefficients: readonly number[];
} = {
  twoThirds: [0.6666666666666666, 3.700743415417188e-17],
  coefficients: [ // relative error of the logarithm 2^-73.5
    0.3999999999999998,
    0.28571428571443835,
    0.22222222217791787,
    0.18181818843696262,
    0.1538455845034352,
    0.13336263634331688,
    0.11675798363286785,
    0.11981607766770677,
  ],
};

/**
 * The logarithm of a positive number, within about 2⁻⁶⁵ of it, relatively. As in
 * `logarithm`, log(1 + f) = 2s + s³P(s²); here s, s² and P keep what rounding
 * cuts off, and the products are exact ones.
 */
function logPair<V, M>(m: Machine<V, M>, x: V): Pair<V> {
  const { twoThirds, coefficients } = LOGARITHM_PAIR;
  const { k, f } = splitPositive(m, x);

  const d = fastTwoSum(m, m.constant(2), f);
  const s = m.divide(f, d.high);
  const whole = twoProduct(m, s, d.high);
  const remainder = m.subtract(
    m.subtract(m.subtract(f, whole.high), whole.low),
    m.multiply(s, d.low),
  );
  const sLow = m.divide(remainder, d.high);

  const z = twoProduct(m, s, s);
  const zLow = m.add(z.low, m.multiply(m.add(s, s), sLow));

  const [first, ...rest] = coefficients;
  const q = m.add(
    m.constant(first),
    m.multiply(z.high, polynomial(m, rest, z.high)),
  );
  const p = fastTwoSum(m, m.constant(twoThirds[0]), m.multiply(z.high, q));
  const pLow = m.add(
    m.add(p.low, m.constant(twoThirds[1])),
    m.multiply(zLow, q),
  );

  const zp = productOfPairs(m, z.high, zLow, p.high, pLow);
  const tail = productOfPairs(m, s, sLow, zp.high, zp.low);

  const { ln2High, ln2Low } = EXPONENTIAL.float64;
  const head = fastTwoSum(m, m.add(s, s), tail.high);
  const sum = fastTwoSum(m, m.multiply(k, m.constant(ln2High)), head.high);
  const low = m.add(
    m.add(m.add(sLow, sLow), tail.low),
    m.add(head.low, m.multiply(k, m.constant(ln2Low))),
  );
  return fastTwoSum(m, sum.high, m.add(sum.low, low));
}

/** (a + aLow)(b + bLow), but for the product of the low parts. */
function productOfPairs<V, M>(
  m: Machine<V, M>,
  a: V,
  aLow: V,
  b: V,
  bLow: V,
): Pair<V> {
  const { high, low } = twoProduct(m, a, b);
  const cross = m.add(m.multiply(a, bLow), m.multiply(aLow, b));
  return { high, low: m.add(low, cross) };
}

/**
 * x to the power p, as e^(p log x), where the logarithm and its product with p
 * are each held in two numbers, and the exponential is that of `exp`. Meant for
 * p that are no integers: x < 0 has no power then. In float32 all is computed in
 * float64 and rounded at the end.
 *
 * Greatest error measured: 0.759 ulp in float64, where results are subnormal and
 * so rounded twice (8,000,000 points), 0.500 ulp in float32 (8,000,000 points).
 *
 * Special values, for p > 0: 0 at ±0 and ∞ at ±∞; for p < 0: ∞ at ±0 and 0 at ±∞.
 * NaN for other x < 0. 1 where p = 0 and x is no NaN, and where x = 1 and p is no
 * NaN.
 *
 * @see T. J. Dekker, A floating-point technique for extending the available
 * precision (1971), for the arithmetic of numbers in two parts.
 */
export function powReal<V, M>(machine: Machine<V, M>, x: V, p: V): V {
  const m = machine.wide;
  const zero = m.constant(0);
  const base = machine.promote(x);
  const positive = m.abs(base);
  const exponent = machine.promote(p);
  const held = atMost(m, atLeast(m, exponent, -1e30), 1e30);
  const log = logPair(m, positive);
  const product = twoProduct(m, held, log.high);
  const y = limitExponent(m, product.high);
  const low = m.add(product.low, m.multiply(held, log.low));
  const yLow = m.select(m.equal(y, product.high), low, zero);
  const { k, r, t } = reduceExponential(m, y, yLow);
  const sum = fastTwoSum(m, m.constant(1), r);
  const finite = scale(m, m.add(sum.high, m.add(sum.low, t)), k);
  const isZero = m.equal(base, zero);
  const infinite = m.equal(positive, m.constant(Infinity));
  const direction = m.select(isZero, m.negate(exponent), exponent);
  const limitValue = m.select(
    m.less(zero, direction),
    m.constant(Infinity),
    m.select(m.less(direction, zero), zero, m.add(direction, m.constant(1))),
  );
  const value = m.select(m.or(isZero, infinite), limitValue, finite);
  const real = m.or(m.lessEqual(zero, base), infinite);
  return machine.demote(m.select(real, value, m.constant(NaN)));
}
