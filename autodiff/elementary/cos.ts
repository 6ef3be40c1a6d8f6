import { circle, shortCircle } from "./circle.ts";
import type { Machine } from "./machine.ts";

export function cos<V, M>(m: Machine<V, M>, x: V): V {
  const w = m.wide;
  const wide = m.promote(x);
  const { sine, cosine, quarters } = m.format === "float64"
    ? circle(w, wide)
    : shortCircle(w, wide);
  const odd = w.equal(w.abs(quarters), w.constant(1));
  const a = w.select(odd, sine, cosine);
  const negative = w.or(
    w.less(w.constant(0.5), quarters),
    w.less(quarters, w.constant(-1.5)),
  );
  return m.demote(w.select(negative, w.negate(a), a));
}
