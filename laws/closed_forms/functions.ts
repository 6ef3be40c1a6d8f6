/** The closed forms of rules that take functions, on separable quadratics. */
import type { Approximate } from "../approximate.ts";
import type { Slope } from "../problems/bowl.ts";
import type { Subject } from "../subject.ts";
import { Constants } from "./constants.ts";
import { correction, meanOf } from "./means.ts";
import { normOf } from "./vectors.ts";

/** The function in one step. */
export interface Around {
  readonly slopes: readonly Slope[];
  readonly value: number;
}

/** What a subject has met up to a step: a function in each. */
export class FunctionPast extends Constants {
  constructor(subject: Subject, readonly met: readonly Around[]) {
    super(subject, met.length);
  }

  /** The pasts of all steps up to the present one. */
  get all(): FunctionPast[] {
    return this.met.map((_, i) =>
      new FunctionPast(this.subject, this.met.slice(0, i + 1))
    );
  }

  /** The function of the present step. */
  get now(): Around {
    return this.met[this.t - 1];
  }

  /** One thing of each number. */
  of(name: keyof Slope): Approximate[] {
    return this.now.slopes.map((slope) => this.exact(slope[name]));
  }
}

/** The closed form of a rule: the step of each number. */
export type FunctionForm = (past: FunctionPast) => readonly Approximate[];

/** Each rule's, by Descent's name of the rule. */
export const functionForms: Readonly<Record<string, FunctionForm>> = {
  polyak: polyakStep,
  sam: samStep,
  sophia: sophiaStep,
};

/** γ·min((f − f*)/‖g‖², η_b)·g. */
function polyakStep(past: FunctionPast): readonly Approximate[] {
  const g = past.of("gradient");
  const norm = normOf(past.exact(0), g);
  const { maxStepSize = Infinity } = past.subject.hyperparameters;
  const above = past.exact(past.now.value).subtract(past.hyper("leastLoss"));
  const size = above.divideOrZero(norm).divideOrZero(norm);
  const most = maxStepSize === Infinity
    ? size
    : size.minimum(past.hyper("maxStepSize"));
  return g.map((x) => past.hyper("learningRate").multiply(most.multiply(x)));
}

/** η·(g + a·ρ·g/‖g‖), the gradient at w + ρ·g/‖g‖. */
function samStep(past: FunctionPast): readonly Approximate[] {
  const [g, w] = [past.of("gradient"), past.of("weight")];
  const norm = normOf(past.exact(0), g);
  return past.of("curvature").map((a, i) => {
    const away = past.hyper("radius").multiply(g[i].divideOrZero(norm));
    // w + ε is rounded, and w taken from it again.
    const lost = 2 * past.unit * (Math.abs(w[i].value) + Math.abs(away.value));
    const far = away.of(away.value, away.error + lost);
    return past.hyper("learningRate").multiply(g[i].add(a.multiply(far)));
  });
}

/** η·(clip(m/max(γ·h, ε), −1, 1) + λ·w): u ⊙ (∇²f·u) is a for any signs u. */
function sophiaStep(past: FunctionPast): readonly Approximate[] {
  const zero = past.exact(0);
  const { interval = 1 } = past.subject.hyperparameters;
  const early = past.choice("hessian", "new") === "new";
  return past.now.slopes.map((_, i) => {
    let [m, h, used] = [zero, zero, zero];
    for (const at of past.all) {
      m = meanOf(past, "beta1", m, at.of("gradient")[i]);
      const due = (at.t - 1) % interval === 0;
      const before = h;
      if (due) h = meanOf(past, "beta2", h, at.of("curvature")[i]);
      used = early ? h : before;
    }
    const mean = early ? m : m.divide(correction(past, "beta1"));
    const least = past.hyper("curvatureScale").multiply(used)
      .maximum(past.hyper("epsilon"));
    const part = mean.divideOrZero(least)
      .maximum(past.exact(-1)).minimum(past.exact(1));
    const decay = past.hyper("weightDecay").multiply(past.of("weight")[i]);
    return past.hyper("learningRate").multiply(part.add(decay));
  });
}
