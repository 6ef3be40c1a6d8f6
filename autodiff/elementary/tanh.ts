import { fastTwoSum, limit, twoSum } from "./arithmetic.ts";
import { reduceExponential } from "./exponential.ts";
import type { Machine } from "./machine.ts";

const LEAST = { float64: -45, float32: -24 };

export function tanh<V, M>(m: Machine<V, M>, x: V): V {
  const two = m.constant(2);
  const held = limit(
    m,
    m.negate(m.multiply(m.abs(x), two)),
    LEAST[m.format],
    1,
  );
  const { k, r, t } = reduceExponential(m, held);
  const shift = twoSum(m, m.constant(1), m.negate(m.powerOfTwo(m.negate(k))));
  const sum = fastTwoSum(m, shift.high, r);
  const e0 = fastTwoSum(m, sum.high, m.add(sum.low, m.add(shift.low, t)));
  const p = m.powerOfTwo(k);
  const e = { high: m.multiply(e0.high, p), low: m.multiply(e0.low, p) };
  const d = fastTwoSum(m, two, e.high);
  const dLow = m.add(d.low, e.low);
  const q = m.negate(m.divide(e.high, d.high));
  const inverse = m.add(m.constant(0.5), m.multiply(q, m.constant(0.5)));
  const rest = m.subtract(m.negate(e.low), m.multiply(q, dLow));
  return m.copySign(m.add(q, m.multiply(rest, inverse)), x);
}
