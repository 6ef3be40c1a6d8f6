import { atLeast, fastTwoSum } from "./arithmetic.ts";
import { expm1Pair, EXPONENTIAL } from "./exponential.ts";
import type { Machine } from "./machine.ts";

export function tanh<V, M>(m: Machine<V, M>, x: V): V {
  const [half, two] = [m.constant(0.5), m.constant(2)];
  const { leastExpm1 } = EXPONENTIAL[m.format];
  const twice = m.multiply(m.abs(x), m.constant(-2));
  const e = expm1Pair(m, atLeast(m, twice, leastExpm1));
  const power = m.powerOfTwo(e.k);
  const [high, low] = [m.multiply(e.high, power), m.multiply(e.low, power)];
  const d = fastTwoSum(m, two, high);
  const q = m.divide(m.negate(high), d.high);
  const inverse = m.add(m.multiply(q, half), half); // (1 + q) / 2 = 1 / d
  const rest = m.add(low, m.multiply(q, m.add(d.low, low)));
  return m.copySign(m.subtract(q, m.multiply(rest, inverse)), x);
}
