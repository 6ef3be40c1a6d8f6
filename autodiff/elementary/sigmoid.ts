import { fastTwoSum } from "./arithmetic.ts";
import { limitExponent, reduceExponential, scale } from "./exponential.ts";
import type { Machine } from "./machine.ts";

export function sigmoid<V, M>(m: Machine<V, M>, x: V): V {
  const [zero, one] = [m.constant(0), m.constant(1)];
  const { k, r, t } = reduceExponential(
    m,
    limitExponent(m, m.negate(m.abs(x))),
  );
  const sum = fastTwoSum(m, one, r);
  const power = fastTwoSum(m, sum.high, m.add(sum.low, t));
  const z = { high: scale(m, power.high, k), low: scale(m, power.low, k) };
  const negative = m.less(x, zero);
  const d = fastTwoSum(m, one, z.high);
  const dLow = m.add(d.low, z.low);
  const q = m.divide(m.select(negative, z.high, one), d.high);
  const inverse = m.select(negative, m.subtract(one, q), q);
  const rest = m.subtract(m.select(negative, z.low, zero), m.multiply(q, dLow));
  return m.add(q, m.multiply(rest, inverse));
}
