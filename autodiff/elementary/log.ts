import { logarithm, splitPositive } from "./logarithm.ts";
import type { Machine } from "./machine.ts";

const NORMAL = {
  float64: 2.2250738585072014e-308,
  float32: 1.1754943508222875e-38,
};
const GREATEST = {
  float64: 1.7976931348623157e308,
  float32: 3.4028234663852886e38,
};

export function log<V, M>(m: Machine<V, M>, x: V): V {
  const zero = m.constant(0);
  const tiny = m.less(x, m.constant(NORMAL[m.format]));
  const normal = m.select(
    tiny,
    m.multiply(x, m.constant(18014398509481984)),
    x,
  );
  const split = splitPositive(m, normal);
  const k = m.select(tiny, m.subtract(split.k, m.constant(54)), split.k);
  const { high, low } = logarithm(m, { k, f: split.f });
  const finite = m.lessEqual(x, m.constant(GREATEST[m.format]));
  let result = m.select(finite, m.add(high, low), x);
  result = m.select(m.equal(x, zero), m.constant(-Infinity), result);
  return m.select(m.less(x, zero), m.constant(NaN), result);
}
