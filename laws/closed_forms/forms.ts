import type { Approximate } from "../approximate.ts";
import {
  adabeliefStep,
  adamaxStep,
  adanStep,
  amsgradStep,
  nadamStep,
  radamStep,
  yogiStep,
} from "./after_adam.ts";
import {
  averagedSgdForm,
  scheduleFreeAdamwForm,
  scheduleFreeSgdForm,
} from "./averages.ts";
import { itself, square } from "./means.ts";
import type { ClosedForm } from "./closed_form.ts";
import type { Past } from "./past.ts";
import { lionStep, rpropStep, signSgdStep, signumStep } from "./signs.ts";

const moments = ["learningRate", "beta1", "beta2"];

/** Each rule's closed form, by Descent's name of the rule. */
export const closedForms: Readonly<Record<string, ClosedForm>> = {
  "gradient-descent": {
    needs: ["learningRate"],
    step: (past) => past.hyper("learningRate").multiply(past.gradient),
  },
  momentum: {
    needs: ["learningRate", "momentum"],
    step: (past) => past.hyper("learningRate").multiply(dampened(past)),
  },
  nesterov: {
    needs: ["learningRate", "momentum"],
    step: (past) =>
      past.hyper("learningRate").multiply(
        past.gradient.add(
          past.hyper("momentum").multiply(past.decayedSum("momentum", itself)),
        ),
      ),
  },
  adagrad: {
    needs: ["learningRate"],
    step: (past) => {
      const h = past.hyper("initialAccumulator").add(past.sumOfSquares());
      return past.hyper("learningRate")
        .divideOrZero(past.denominator(h)).multiply(past.gradient);
    },
  },
  rmsprop: { needs: ["learningRate", "decay"], step: scaledByMeanSquare },
  "rmsprop-momentum": {
    needs: ["learningRate", "decay", "momentum"],
    step: (past) => past.inertia("momentum", scaledByMeanSquare),
  },
  "centered-rmsprop": {
    needs: ["learningRate", "decay"],
    step: (past) => past.inertia("momentum", scaledByDeviation),
  },
  adadelta: { needs: ["learningRate", "decay"], step: adadeltaStep },
  amsgrad: { needs: moments, step: amsgradStep },
  adamax: { needs: moments, step: adamaxStep },
  nadam: { needs: moments, step: nadamStep },
  radam: { needs: moments, step: radamStep },
  adabelief: { needs: moments, step: adabeliefStep },
  yogi: { needs: moments, step: yogiStep },
  adan: { needs: [...moments, "beta3"], step: adanStep },
  lion: { needs: moments, step: lionStep },
  "sign-sgd": { needs: ["learningRate"], step: signSgdStep },
  signum: { needs: ["learningRate", "momentum"], step: signumStep },
  rprop: {
    needs: ["learningRate", "decrease", "increase", "minStep", "maxStep"],
    step: rpropStep,
  },
  "averaged-sgd": averagedSgdForm,
  "schedule-free-sgd": scheduleFreeSgdForm,
  "schedule-free-adamw": scheduleFreeAdamwForm,
  adam: { needs: moments, step: adamStep },
  adamw: {
    needs: ["learningRate", "beta1", "beta2", "weightDecay"],
    step: (past, w) => {
      const scale = past.choice("weightDecayScale", "schedule");
      const decay = scale === "schedule"
        ? past.hyper("weightDecay")
        : past.hyper("learningRate").multiply(past.hyper("weightDecay"));
      const { scheduleMultiplier = 1 } = past.subject.hyperparameters;
      return adamStep(past).add(decay.multiply(w))
        .multiply(past.exact(scheduleMultiplier));
    },
  },
};

/** Σ γᵗ⁻ⁱ·gᵢ, of which all gradients but the first are dampened. */
function dampened(past: Past): Approximate {
  const sum = past.decayedSum("momentum", itself);
  const { dampening = 0 } = past.subject.hyperparameters;
  if (dampening === 0) return sum;
  const start = past.power("momentum", past.t - 1)
    .multiply(past.at(1).gradient);
  return sum.multiply(past.complement("dampening"))
    .add(start.multiply(past.hyper("dampening")));
}

function scaledByMeanSquare(past: Past): Approximate {
  return past.hyper("learningRate")
    .divideOrZero(past.denominator(past.mean("decay", square)))
    .multiply(past.gradient);
}

function scaledByDeviation(past: Past): Approximate {
  const mean = past.mean("decay", itself);
  const variance = past.mean("decay", square).subtract(mean.multiply(mean));
  return past.hyper("learningRate")
    .divideOrZero(past.denominator(variance))
    .multiply(past.gradient);
}

/** η·√(u + ε)/√(h + ε)·g, where u is the mean of squares of steps at η = 1. */
function adadeltaStep(past: Past): Approximate {
  const epsilon = past.hyper("epsilon");
  const decay = past.hyper("decay");
  let u = past.exact(0);
  let step = past.exact(0);
  for (let i = 1; i <= past.t; i++) {
    const at = past.at(i);
    const h = at.mean("decay", square);
    step = u.add(epsilon).sqrt().divideOrZero(h.add(epsilon).sqrt())
      .multiply(at.gradient);
    u = decay.multiply(u)
      .add(past.complement("decay").multiply(step.multiply(step)));
  }
  return past.hyper("learningRate").multiply(step);
}

function adamStep(past: Past): Approximate {
  const one = past.exact(1);
  const correction1 = one.subtract(past.power("beta1"));
  const correction2 = one.subtract(past.power("beta2"));
  const m = past.mean("beta1", itself);
  const v = past.mean("beta2", square);
  const epsilon = past.hyper("epsilon");
  const root = past.hyper("epsilonRoot");
  const alpha = past.hyper("learningRate");
  if (past.choice("biasCorrection", "moments") === "moments") {
    const denominator = v.divide(correction2).add(root).sqrt().add(epsilon);
    return alpha.multiply(m.divide(correction1).divideOrZero(denominator));
  }
  const corrected = alpha.multiply(correction2.sqrt().divide(correction1));
  return corrected.multiply(
    m.divideOrZero(v.add(root).sqrt().add(epsilon)),
  );
}
