import { GREATEST } from "./format.ts";
import { logarithm, splitPositive } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

export function log<V, M>(m: Machine<V, M>, x: V): V {
  const zero = m.constant(0);
  const { high, low } = logarithm(m, splitPositive(m, x));
  const finite = m.lessEqual(x, m.constant(GREATEST[m.format]));
  let result = m.select(finite, m.add(high, low), x);
  result = m.select(m.equal(x, zero), m.constant(-Infinity), result);
  return m.select(m.less(x, zero), m.constant(NaN), result);
}
