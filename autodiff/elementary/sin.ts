import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

export function sin<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const wide = m.promote(x);
  const angle = w.abs(wide);
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, angle)
    : shortCircle(w, angle);
  const one = w.constant(1);
  const a = w.select(w.equal(w.abs(quarters), one), cosine, sine);
  const negative = w.or(
    w.less(quarters, w.constant(-0.5)),
    w.less(w.constant(1.5), quarters),
  );
  const result = w.select(negative, w.negate(a), a);
  return m.demote(w.multiply(result, w.copySign(one, wide)));
}
