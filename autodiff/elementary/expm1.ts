import { atLeast, atMost } from "./arithmetic.ts";
import { expm1Pair, EXPONENTIAL } from "./exponential.ts";
import type { Machine } from "./machine.ts";

export function expm1<V, M>(m: Machine<V, M>, x: V): V {
  const { leastExpm1, greatest } = EXPONENTIAL[m.format];
  const held = atMost(m, atLeast(m, x, leastExpm1), greatest);
  const { k, high } = expm1Pair(m, held);
  const half = m.powerOfTwo(m.subtract(k, m.constant(1)));
  return m.copySign(m.multiply(m.add(high, high), half), x);
}
