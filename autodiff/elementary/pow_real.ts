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

export function logPair<V, M>(m: Machine<V, M>, x: V): Pair<V> {
  const { twoThirds, coefficients } = LOGARITHM_PAIR;
  const { k, f } = splitPositive(m, x);
  // s = f / (2 + f)
  const d = fastTwoSum(m, m.constant(2), f);
  const s = m.divide(f, d.high);
  const sd = twoProduct(m, s, d.high);
  const remainder = m.subtract(
    m.subtract(m.subtract(f, sd.high), sd.low),
    m.multiply(s, d.low),
  );
  const sLow = m.divide(remainder, d.high);
  // z = s²
  const z = twoProduct(m, s, s);
  const zLow = m.add(z.low, m.multiply(m.add(s, s), sLow));
  // 2/3 + z Q(z)
  const u = fastTwoSum(
    m,
    m.constant(twoThirds[0]),
    m.multiply(z.high, polynomial(m, coefficients, z.high)),
  );
  const uLow = m.add(u.low, m.constant(twoThirds[1]));
  // z u
  const t = twoProduct(m, z.high, u.high);
  const tLow = m.add(
    t.low,
    m.add(m.multiply(z.high, uLow), m.multiply(zLow, u.high)),
  );
  // s z u
  const v = twoProduct(m, s, t.high);
  const vLow = m.add(
    v.low,
    m.add(m.multiply(s, tLow), m.multiply(sLow, t.high)),
  );
  const { ln2High, ln2Low } = EXPONENTIAL.float64;
  const a = fastTwoSum(m, m.add(s, s), v.high);
  const b = fastTwoSum(m, m.multiply(k, m.constant(ln2High)), a.high);
  const low = m.add(
    m.add(m.add(sLow, sLow), vLow),
    m.add(a.low, m.multiply(k, m.constant(ln2Low))),
  );
  return fastTwoSum(m, b.high, m.add(b.low, low));
}

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
