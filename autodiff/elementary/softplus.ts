import { fastTwoSum, twoSum } from "./arithmetic.ts";
import { limitExponent, reduceExponential, scale } from "./exponential.ts";
import { logarithm } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

const ROOT = { float64: 1.4142135623730951, float32: 1.4142135381698608 };
const LARGE = { float64: 40, float32: 20 };

export function softplus<V, M>(m: Machine<V, M>, x: V): V {
  const [zero, one, half] = [m.constant(0), m.constant(1), m.constant(0.5)];
  const { k, r, t } = reduceExponential(
    m,
    limitExponent(m, m.negate(m.abs(x))),
  );
  const sum = fastTwoSum(m, one, r);
  const power = fastTwoSum(m, sum.high, m.add(sum.low, t));
  const z = { high: scale(m, power.high, k), low: scale(m, power.low, k) };
  const u = fastTwoSum(m, one, z.high);
  const upper = m.less(m.constant(ROOT[m.format]), u.high);
  const f = m.subtract(m.select(upper, m.multiply(u.high, half), u.high), one);
  const rest = m.add(u.low, z.low);
  const whole = fastTwoSum(
    m,
    f,
    m.select(upper, m.multiply(rest, half), rest),
  );
  const log = logarithm(
    m,
    { k: m.select(upper, one, zero), f: whole.high },
    whole.low,
  );
  const total = twoSum(m, m.select(m.less(zero, x), x, zero), log.high);
  const result = m.add(total.high, m.add(total.low, log.low));
  return m.select(m.less(m.constant(LARGE[m.format]), x), x, result);
}
