import { fastTwoSum } from "./arithmetic.ts";
import { limitExponent, reduceExponential, scale } from "./exponential.ts";
import type { Machine } from "./machine.ts";

export function exp<V, M>(m: Machine<V, M>, x: V): V {
  const { k, r, t } = reduceExponential(m, limitExponent(m, x));
  const sum = fastTwoSum(m, m.constant(1), r);
  return scale(m, m.add(sum.high, m.add(sum.low, t)), k);
}
