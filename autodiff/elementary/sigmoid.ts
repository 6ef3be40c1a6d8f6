import { fastTwoSum } from "./arithmetic.ts";
import { exponentialPair } from "./exponential.ts";
import type { Machine } from "./machine.ts";

export function sigmoid<V, M>(m: Machine<V, M>, x: V): V {
  const [zero, one] = [m.constant(0), m.constant(1)];
  const z = exponentialPair(m, m.negate(m.abs(x)));
  const negative = m.less(x, zero);
  const d = fastTwoSum(m, one, z.high);
  const q = m.divide(m.select(negative, z.high, one), d.high);
  const inverse = m.select(negative, m.subtract(one, q), q); // 1 / d
  const low = m.select(negative, z.low, zero);
  const rest = m.subtract(low, m.multiply(q, m.add(d.low, z.low)));
  return m.add(q, m.multiply(rest, inverse));
}
