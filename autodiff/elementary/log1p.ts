import { fastTwoSum, twoSum } from "./arithmetic.ts";
import { logarithm, splitPositive } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

const GREATEST = {
  float64: 1.7976931348623157e308,
  float32: 3.4028234663852886e38,
};

export function log1p<V, M>(m: Machine<V, M>, x: V): V {
  const one = m.constant(1);
  const sum = twoSum(m, one, x);
  const { k, f } = splitPositive(m, sum.high);
  const most = m.constant(100);
  const inverse = m.powerOfTwo(m.negate(m.select(m.less(most, k), most, k)));
  const whole = fastTwoSum(m, f, m.multiply(sum.low, inverse));
  const { high, low } = logarithm(m, { k, f: whole.high }, whole.low);
  const finite = m.lessEqual(x, m.constant(GREATEST[m.format]));
  let result = m.select(finite, m.add(high, low), x);
  const pole = m.constant(-1);
  result = m.select(m.equal(x, pole), m.constant(-Infinity), result);
  result = m.select(m.less(x, pole), m.constant(NaN), result);
  return m.copySign(result, x);
}
