import { fastTwoSum, twoSum } from "./arithmetic.ts";
import { exponentialPair } from "./exponential.ts";
import { center, logarithm } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

/** From here up e⁻ˣ is below a thousandth of an ulp of x. */
const LARGE = { float64: 40, float32: 20 };

export function softplus<V, M>(m: Machine<V, M>, x: V): V {
  const [zero, one] = [m.constant(0), m.constant(1)];
  const z = exponentialPair(m, m.negate(m.abs(x)));
  const u = fastTwoSum(m, one, z.high);
  const { k, f } = center(m, u.high);
  const inverse = m.subtract(one, m.multiply(k, m.constant(0.5))); // 2⁻ᵏ
  const rest = m.multiply(m.add(u.low, z.low), inverse);
  const whole = fastTwoSum(m, f, rest);
  const log = logarithm(m, { k, f: whole.high }, whole.low);
  const positive = m.select(m.less(zero, x), x, zero);
  const total = twoSum(m, positive, log.high);
  const result = m.add(total.high, m.add(total.low, log.low));
  return m.select(m.less(m.constant(LARGE[m.format]), x), x, result);
}
