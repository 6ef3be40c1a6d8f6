/** Wrong forms of rules that show where a rule is to be another one. */
import {
  adabelief,
  adadelta,
  averagedSgd,
  lamb,
  lars,
  lion,
  nesterov,
  polyak,
  prodigy,
  sam,
  scalar,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  sophia,
  subtract,
  type Tensor,
  where,
  yogi,
} from "../../mod.ts";
import { misread, type Mutant, twisted } from "./mutant.ts";

/** Whether all weights of a tensor are 0. */
const isNothing = (w: Tensor) => w.abs().sum().equal(0);

/** Wrong forms of rules that are others at certain hyperparameters. */
export const relationMutants: readonly Mutant[] = [
  twisted(adabelief, "ε′ is added once", {
    rejectedBy: ["adabelief-without-inertia", "closed-form"],
    step: (input, hyper, choices) => {
      const epsilonRoot = where(input.t.greater(1), 0, hyper.epsilonRoot);
      return adabelief.definition.step(
        input,
        { ...hyper, epsilonRoot },
        choices,
      );
    },
  }),
  twisted(adadelta, "it starts from steps of 1", {
    rejectedBy: ["adadelta-without-epsilon", "closed-form"],
    init: (w) => ({ h: w.mul(0), u: w.mul(0).add(1) }),
  }),
  twisted(lamb, "what is 0 stays 0", {
    rejectedBy: ["lamb-at-zero"],
    step: (input, hyper, choices) => {
      const { step, state } = lamb.definition.step(input, hyper, choices);
      return { step: where(isNothing(input.w), 0, step), state };
    },
  }),
  twisted(lars, "what is 0 stays 0", {
    rejectedBy: ["lars-at-zero"],
    step: (input, hyper, choices) => {
      const { step, state } = lars.definition.step(input, hyper, choices);
      return { step: where(isNothing(input.w), 0, step), state };
    },
  }),
  twisted(lars, "the trust coefficient scales what has no norm", {
    rejectedBy: ["lars-at-zero"],
    step: (input, hyper, choices) => {
      const { trustCoefficient, learningRate } = hyper;
      const by = where(isNothing(input.w), trustCoefficient, 1);
      return lars.definition.step(
        input,
        { ...hyper, learningRate: learningRate.mul(by) },
        choices,
      );
    },
  }),
  twisted(averagedSgd, "the rate falls where nothing decays", {
    rejectedBy: ["averaged-sgd-without-decay"],
    step: (input, hyper, choices) => {
      const { step, state } = averagedSgd.definition.step(
        input,
        hyper,
        choices,
      );
      return { step: step.div(input.t.sqrt()), state };
    },
  }),
  twisted(averagedSgd, "the weights go to the average", {
    rejectedBy: ["averaged-sgd-without-decay"],
    step: (input, hyper, choices) => {
      const { state } = averagedSgd.definition.step(input, hyper, choices);
      return { step: input.w.sub(state.a), state };
    },
  }),
  twisted(nesterov, "it looks two steps ahead", {
    rejectedBy: ["closed-form", "nesterov-looks-ahead"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const part = learningRate.mul(g);
      const m = part.add(momentum.mul(state.m));
      const ahead = part.add(momentum.mul(m));
      return { step: part.add(momentum.mul(ahead)), state: { m } };
    },
  }),
  twisted(nesterov, "the step ahead is kept", {
    rejectedBy: ["closed-form", "nesterov-looks-ahead"],
    step: (input, hyper, choices) => {
      const { step } = nesterov.definition.step(input, hyper, choices);
      return { step, state: { m: step } };
    },
  }),
  twisted(lion, "β₁ and β₂ are exchanged", {
    rejectedBy: ["closed-form", "lion-without-inertia"],
    step: (input, hyper, choices) => {
      const { beta1, beta2 } = hyper;
      const exchanged = { ...hyper, beta1: beta2, beta2: beta1 };
      return lion.definition.step(input, exchanged, choices);
    },
  }),
  twisted(yogi, "v moves by the distance, not by the square", {
    rejectedBy: ["closed-form", "yogi-moves-by-the-square"],
    step: ({ g, state }, { learningRate, beta1, beta2, epsilon }) => {
      const m = beta1.mul(state.m).add(subtract(1, beta1).mul(g));
      const off = state.v.sub(g.square());
      const v = state.v.sub(subtract(1, beta2).mul(off));
      const part = m.divideOrZero(v.sqrt().add(epsilon));
      return { step: learningRate.mul(part), state: { m, v } };
    },
  }),
  misread(sam, "the radius is never 0", {
    rejectedBy: ["sam-without-radius"],
    hyper: ({ radius }) => ({ radius: radius.maximum(0.01) }),
  }),
  misread(sophia, "curvatures are not scaled", {
    rejectedBy: ["sophia-without-curvature"],
    hyper: () => ({ curvatureScale: scalar(1) }),
  }),
  misread(sophia, "ε and α are exchanged", {
    rejectedBy: ["sophia-without-curvature"],
    hyper: ({ learningRate, epsilon }) => ({
      learningRate: epsilon,
      epsilon: learningRate,
    }),
  }),
  misread(polyak, "the step size has no bound", {
    rejectedBy: ["polyak-with-small-steps"],
    hyper: () => ({ maxStepSize: scalar(1e6) }),
  }),
  misread(polyak, "the bound of the step size is exceeded by 1 %", {
    rejectedBy: ["polyak-with-small-steps"],
    hyper: ({ maxStepSize }) => ({ maxStepSize: maxStepSize.mul(1.01) }),
  }),
  misread(prodigy, "the estimate doubles in each step", {
    rejectedBy: ["closed-form-of-trees", "prodigy-at-the-start"],
    shared: (shared) => ({ ...shared, d: shared.d.mul(2) }),
  }),
  misread(scheduleFreeSgd, "β weighs z, not the average", {
    rejectedBy: ["schedule-free-without-averaging"],
    hyper: ({ beta }) => ({ beta: subtract(1, beta) }),
  }),
  misread(scheduleFreeAdamw, "β₁ weighs z, not the average", {
    rejectedBy: ["schedule-free-without-averaging"],
    hyper: ({ beta1 }) => ({ beta1: subtract(1, beta1) }),
  }),
];
