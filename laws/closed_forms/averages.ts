/** The closed forms of rules that report the loss at an average. */
import type { Approximate } from "../approximate.ts";
import type { ClosedForm } from "./closed_form.ts";
import { correction, square, steps } from "./means.ts";
import type { Past } from "./past.ts";

/** η·(1 + λ·η·(t − 1))^−α·(g + λ·w). */
function averagedSgdStep(past: Past, w: Approximate): Approximate {
  const { learningRate, decay = 0, power = 0 } = past.subject.hyperparameters;
  const fallen = 1 + decay * learningRate * (past.t - 1);
  const exponent = power * Math.log(fallen);
  const value = learningRate * Math.exp(-exponent);
  // Four roundings of what is raised, the exponent, its exponential, η.
  const roundings = 4 * power + 2 * exponent + 8;
  const rate = past.exact(0).of(value, roundings * past.unit * value);
  const decayed = past.gradient.add(past.hyper("decay").multiply(w));
  return rate.multiply(decayed);
}

/** Averaged SGD: the mean of the weights since step S. */
export const averagedSgdForm: ClosedForm = {
  needs: ["learningRate"],
  step: averagedSgdStep,
  evaluation: (past, w) => {
    const { start = 0 } = past.subject.hyperparameters;
    const first = Math.min(start + 1, past.t);
    const way = steps(past)
      .map((at) => w.subtract(averagedSgdStep(at, w)));
    const late = way.slice(first - 1);
    const sum = late.reduce((a, b) => a.add(b));
    return rounded(past, sum.divide(past.exact(late.length)), [w, ...way]);
  },
};

/** An average as it is kept up: a few roundings a step of what it is made of. */
function rounded(
  past: Past,
  mean: Approximate,
  of: readonly Approximate[],
): Approximate {
  const greatest = Math.max(...of.map(({ value }) => Math.abs(value)));
  const rounding = (8 * past.t + 16) * past.unit * greatest;
  return mean.of(mean.value, mean.error + rounding);
}

/** The iterate z and the average x of a Schedule-Free rule. */
interface Averaged {
  readonly z: Approximate;
  readonly x: Approximate;
}

/**
 * z after each step, and their mean weighted by the squares of rates.
 *
 * @param move by what z goes on in a step.
 * @param weight what weighs the step in the mean.
 */
function averaged(
  past: Past,
  w: Approximate,
  move: (at: Past) => Approximate,
  weight: (at: Past) => Approximate,
): Averaged {
  const none = past.exact(0);
  let [moved, sum, weights] = [none, none, none];
  const way = [w];
  for (const at of steps(past)) {
    moved = moved.add(move(at));
    sum = sum.add(weight(at).multiply(moved));
    weights = weights.add(weight(at));
    way.push(w.subtract(moved));
  }
  const x = w.subtract(sum.divide(weights));
  return { z: rounded(past, w.subtract(moved), way), x: rounded(past, x, way) };
}

/** The form of a rule whose weights are (1 − β)·z + β·x. */
function between(
  beta: string,
  needs: readonly string[],
  of: (past: Past, w: Approximate) => Averaged,
): ClosedForm {
  return {
    needs,
    step: (past, w) => {
      const { z, x } = of(past, w);
      const y = past.complement(beta).multiply(z)
        .add(past.hyper(beta).multiply(x));
      return w.subtract(y);
    },
    evaluation: (past, w) => of(past, w).x,
  };
}

/** Schedule-Free SGD at a constant rate: the plain mean of all z. */
export const scheduleFreeSgdForm: ClosedForm = between(
  "beta",
  ["learningRate", "beta"],
  (past, w) =>
    averaged(
      past,
      w,
      (at) =>
        past.hyper("learningRate").multiply(
          at.gradient.add(past.hyper("weightDecay").multiply(w)),
        ),
      () => past.exact(1),
    ),
);

/** Schedule-Free AdamW: rates of γ·√(1 − β₂ᵗ), or a corrected mean of squares. */
export const scheduleFreeAdamwForm: ClosedForm = between(
  "beta1",
  ["learningRate", "beta1", "beta2"],
  (past, w) => {
    const inRate =
      past.choice("biasCorrection", "learning-rate") === "learning-rate";
    const move = (at: Past) => {
      const v = at.mean("beta2", square)
        .divide(correction(at, "beta2", !inRate));
      const part = at.gradient
        .divideOrZero(v.sqrt().add(past.hyper("epsilon")))
        .add(past.hyper("weightDecay").multiply(w));
      const rate = past.hyper("learningRate");
      return part.multiply(
        inRate ? rate.multiply(correction(at, "beta2").sqrt()) : rate,
      );
    };
    return averaged(past, w, move, (at) => correction(at, "beta2", inRate));
  },
);
