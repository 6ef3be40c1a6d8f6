import { fastTwoSum, limit, twoSum } from "./arithmetic.ts";
import { EXPONENTIAL, reduceExponential } from "./exponential.ts";
import type { Machine } from "./machine.ts";

const LEAST = { float64: -45, float32: -24 };

export function expm1<V, M>(m: Machine<V, M>, x: V): V {
  const held = limit(m, x, LEAST[m.format], EXPONENTIAL[m.format].greatest);
  const { k, r, t } = reduceExponential(m, held);
  const most = m.constant(100);
  const inverse = m.powerOfTwo(
    m.negate(m.select(m.less(most, k), most, k)),
  );
  const shift = twoSum(m, m.constant(1), m.negate(inverse));
  const sum = fastTwoSum(m, shift.high, r);
  const low = m.add(sum.low, m.add(shift.low, t));
  const scaled = m.multiply(m.add(sum.high, low), m.constant(2));
  const result = m.multiply(
    scaled,
    m.powerOfTwo(m.subtract(k, m.constant(1))),
  );
  return m.copySign(result, x);
}
