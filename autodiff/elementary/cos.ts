import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

export function cos<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const angle = w.abs(m.promote(x));
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, angle)
    : shortCircle(w, angle);
  const one = w.constant(1);
  const a = w.select(w.equal(w.abs(quarters), one), sine, cosine);
  const negative = w.or(
    w.less(w.constant(0.5), quarters),
    w.less(quarters, w.constant(-1.5)),
  );
  return m.demote(w.select(negative, w.negate(a), a));
}
