import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

export function sin<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const wide = m.promote(x);
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, wide)
    : shortCircle(w, wide);
  const odd = w.equal(w.abs(quarters), w.constant(1));
  const a = w.select(odd, cosine, sine);
  const negative = w.or(
    w.less(quarters, w.constant(-0.5)),
    w.less(w.constant(1.5), quarters),
  );
  const result = w.select(negative, w.negate(a), a);
  const isZero = w.equal(wide, w.constant(0));
  return m.demote(w.select(isZero, wide, result));
}
