/** The course of rules that estimate the distance to the solution. */
import type { Approximate } from "../approximate.ts";
import type { Constants } from "./constants.ts";
import { correction } from "./means.ts";
import type { Numbers, TreePast } from "./tree_past.ts";
import { dot, sumOfSizes } from "./vectors.ts";

/** What is kept from step to step. */
interface Kept {
  readonly d: Approximate;
  readonly r: Approximate;
  readonly m: readonly Approximate[];
  readonly v: readonly Approximate[];
  readonly s: readonly Approximate[];
  readonly step: readonly Approximate[];
}

type List = readonly Approximate[];

/** γ_t: γ, or γ·√(1 − β₂ᵗ)/(1 − β₁ᵗ). */
function rateOf(at: Constants): Approximate {
  const gamma = at.hyper("learningRate");
  return at.choice("biasCorrection", "none") === "none"
    ? gamma
    : gamma.multiply(correction(at, "beta2").sqrt())
      .divide(correction(at, "beta1"));
}

/** Weighs what was with q, and what is with 1 − q. */
function weigher(q: Approximate, rest: Approximate) {
  return (before: List, x: List): Approximate[] =>
    before.map((y, i) => q.multiply(y).add(rest.multiply(x[i])));
}

/** The means of a rule: by β₁, by β₂ and by √β₂. */
function meansOf(at: Constants) {
  const { beta2 = 0 } = at.subject.hyperparameters;
  const rest = at.rounded(1 - Math.sqrt(beta2));
  return {
    first: weigher(at.hyper("beta1"), at.complement("beta1")),
    second: weigher(at.hyper("beta2"), at.complement("beta2")),
    slow: weigher(at.rounded(Math.sqrt(beta2)), rest),
    rest,
  };
}

const times = (x: Approximate, list: List): Approximate[] =>
  list.map((y) => x.multiply(y));
const squares = (list: List) => list.map((x) => x.multiply(x));

/** Algorithm 4 of Mishchenko and Defazio, at weights that stay. */
function prodigyKept(at: TreePast, before: Kept): Kept {
  const { first, second, slow } = meansOf(at);
  const [zero, { d }] = [at.exact(0), before];
  const g = times(d, at.gradients.flat());
  const w = at.weights.flat();
  const way = at.starts.flat().map((a, i) => a.subtract(w[i]));
  const along = times(d.multiply(rateOf(at)), g);
  const m = first(before.m, g);
  const v = second(before.v, squares(g));
  const isSafe = at.choice("safeguardWarmup", "off") === "on";
  const s = slow(before.s, isSafe ? times(d, g) : along);
  const [r] = slow([before.r], [dot(zero, along, way)]);
  const next = d.maximum(r.divideOrZero(sumOfSizes(zero, s)));
  const scale = at.choice("epsilonScale", "old") === "old" ? d : next;
  const epsilon = at.hyper("epsilon").multiply(scale);
  const step = m.map((x, i) =>
    x.divideOrZero(v[i].sqrt().add(epsilon))
      .add(at.hyper("weightDecay").multiply(w[i]))
  );
  return { d: next, r, m, v, s, step: times(d.multiply(rateOf(at)), step) };
}

/** Algorithm 5 of Defazio and Mishchenko, at weights that stay. */
function dAdaptationKept(at: TreePast, before: Kept): Kept {
  const { first, second, slow, rest } = meansOf(at);
  const [zero, { d }] = [at.exact(0), before];
  const rate = d.multiply(rateOf(at));
  const w = at.weights.flat();
  const isInside = at.choice("weightDecayPlacement", "outside") === "inside";
  const lambda = at.hyper("weightDecay");
  const g = at.gradients.flat().map((x, i) =>
    isInside ? x.add(lambda.multiply(w[i])) : x
  );
  const along = times(rate, g);
  const m = first(before.m, along);
  const v = second(before.v, squares(g));
  const rootOf = (x: Approximate) => x.sqrt().add(at.hyper("epsilon"));
  const by = at.choice("scaledBy", "new") === "new" ? v : before.v;
  const over = before.s.map((x, i) => x.divideOrZero(rootOf(by[i])));
  const [r] = slow([before.r], [dot(zero, along, over)]);
  const s = slow(before.s, along);
  const size = rest.multiply(sumOfSizes(zero, s));
  const next = d.maximum(r.divideOrZero(size));
  const decay = times(isInside ? zero : lambda.multiply(rate), w);
  const step = m.map((x, i) => x.divideOrZero(rootOf(v[i])).add(decay[i]));
  return { d: next, r, m, v, s, step };
}

/** The step of Prodigy or D-Adaptation: what all steps so far come to. */
export function distanceStep(
  past: TreePast,
  rule: "prodigy" | "d-adaptation",
): Numbers {
  const zero = past.exact(0);
  const none = past.cells.flat().map(() => zero);
  const start: Kept = {
    d: past.hyper("distance"),
    r: zero,
    m: none,
    v: none,
    s: none,
    step: none,
  };
  const go = rule === "prodigy" ? prodigyKept : dAdaptationKept;
  const { step } = past.all.reduce((before, at) => go(at, before), start);
  let at = 0;
  return past.cells.map((row) => step.slice(at, at += row.length));
}
