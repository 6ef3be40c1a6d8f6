/** The closed forms of rules that see a tensor, or all of them, as a whole. */
import type { Approximate } from "../approximate.ts";
import { distanceStep } from "./distances.ts";
import { correctedMean, correction, square } from "./means.ts";
import type { Past } from "./past.ts";
import type { Numbers, TreePast } from "./tree_past.ts";
import { normOf } from "./vectors.ts";

/** The closed form of a rule: the step at the weights. */
export type TreeForm = (past: TreePast) => Numbers;

/** Each rule's, by Descent's name of the rule. */
export const treeForms: Readonly<Record<string, TreeForm>> = {
  lamb: (past) =>
    past.pasts.map((row, i) => lambStep(past, row, past.weights[i])),
  lars: (past) => {
    const none = past.gradients.map((row) => row.map(() => past.exact(0)));
    // Σ μᵗ⁻ⁱ·γ·λ_i·(g_i + β·w): the weights stay, the gradients change once.
    return past.all.reduce<Numbers>((sum, at) => {
      const kept = past.power("momentum", past.t - at.t);
      return sum.map((row, i) => {
        const part = larsPart(at, at.gradients[i], at.weights[i]);
        return row.map((x, j) => x.add(kept.multiply(part[j])));
      });
    }, none);
  },
  prodigy: (past) => distanceStep(past, "prodigy"),
  "d-adaptation": (past) => distanceStep(past, "d-adaptation"),
};

/** A tensor, as long as `size` times another in the place of `own`. */
function scaled(
  u: readonly Approximate[],
  { own, size }: { readonly own: Approximate; readonly size: Approximate },
): readonly Approximate[] {
  if (size.value === 0) return u;
  return u.map((x) => x.divideOrZero(own).multiply(size));
}

/** η·(‖w‖/‖u‖)·u with u = m̂/(√v̂ + ε) + λ·w. */
function lambStep(
  past: TreePast,
  row: readonly Past[],
  w: readonly Approximate[],
): readonly Approximate[] {
  const [zero, eta] = [past.exact(0), past.hyper("learningRate")];
  const inside = past.choice("weightDecayPlacement", "inside") === "inside";
  const decay = w.map((x) => past.hyper("weightDecay").multiply(x));
  const lost = decay.map((x) => inside ? zero : eta.multiply(x));
  const u = row.map((at, j) => {
    const vHat = at.mean("beta2", square).divide(correction(at, "beta2"))
      .add(past.hyper("epsilonRoot"));
    const root = vHat.sqrt().add(past.hyper("epsilon"));
    const r = correctedMean(at).divideOrZero(root);
    return inside ? r.add(decay[j]) : r;
  });
  const left = w.map((x, j) => x.subtract(lost[j]));
  const [own, size] = [normOf(zero, u), normOf(zero, left)];
  return scaled(u, { own, size }).map((x, j) => eta.multiply(x).add(lost[j]));
}

/** γ·η·(‖w‖/(‖g‖ + β·‖w‖))·(g + β·w). */
function larsPart(
  past: TreePast,
  g: readonly Approximate[],
  w: readonly Approximate[],
): readonly Approximate[] {
  const zero = past.exact(0);
  const beta = past.hyper("weightDecay");
  const u = g.map((x, j) => x.add(beta.multiply(w[j])));
  const norm = normOf(zero, w);
  const own = past.choice("normOf", "parts") === "sum"
    ? normOf(zero, u)
    : normOf(zero, g).add(beta.multiply(norm));
  const size = past.hyper("trustCoefficient").multiply(norm);
  return scaled(u, { own, size })
    .map((x) => past.hyper("learningRate").multiply(x));
}
