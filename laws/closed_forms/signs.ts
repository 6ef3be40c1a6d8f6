/** The closed forms of rules that step along signs. */
import type { Approximate } from "../approximate.ts";
import { itself, steps } from "./means.ts";
import type { Past } from "./past.ts";

/** η·(sign(c) + λ·w), where c = β₁·m + (1 − β₁)·g with the m before. */
export function lionStep(past: Past, w: Approximate): Approximate {
  const m = past.at(past.t - 1).mean("beta2", itself);
  const c = past.hyper("beta1").multiply(m)
    .add(past.complement("beta1").multiply(past.gradient));
  return past.hyper("learningRate").multiply(
    c.sign().add(past.hyper("weightDecay").multiply(w)),
  );
}

/** η·sign(g). */
export function signSgdStep(past: Past): Approximate {
  return past.hyper("learningRate").multiply(past.gradient.sign());
}

/** η·sign(m). */
export function signumStep(past: Past): Approximate {
  return past.hyper("learningRate").multiply(
    past.mean("momentum", itself).sign(),
  );
}

/** d·sign(g), where d is what the signs so far have made of η. */
export function rpropStep(past: Past): Approximate {
  const change = past.choice("signChange", "revert");
  let d = past.hyper("learningRate");
  let taken = past.exact(0);
  let before = 0;
  for (const { gradient } of steps(past)) {
    const sign = Math.sign(gradient.value);
    const previous = d;
    const turned = sign * before < 0;
    if (sign * before > 0) {
      d = d.multiply(past.hyper("increase")).minimum(past.hyper("maxStep"));
    } else if (turned) {
      d = d.multiply(past.hyper("decrease")).maximum(past.hyper("minStep"));
    }
    const onChange = { revert: previous, rest: past.exact(0) }[change] ?? d;
    taken = (turned ? onChange : d).multiply(past.exact(sign));
    before = turned && change !== "move" ? 0 : sign;
  }
  return taken;
}
