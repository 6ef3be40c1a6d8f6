/** Wrong forms of rules that came after Adam. */
import {
  adabelief,
  adamax,
  amsgrad,
  divideOrZero,
  nadam,
  radam,
  scalar,
  subtract,
  type Tensor,
  where,
  yogi,
} from "../../mod.ts";
import { biasCorrection } from "../../optimizers/bias_correction.ts";
import { mean } from "../../optimizers/adam_moments.ts";
import { type Mutant, twisted } from "./mutant.ts";

const variant = (variant: string) => ({ variant });

/** Wrong forms of AMSGrad, Adamax, NAdam, RAdam, AdaBelief and Yogi. */
export const afterAdamMutants: readonly Mutant[] = [
  twisted(amsgrad, "the maximum is left out: Adam", {
    rejectedBy: ["amsgrad-goes-right", "closed-form", "second-moment-in-hull"],
    step: (input, hyper) => {
      const m = mean(hyper.beta1, input.state.m, input.g);
      const v = mean(hyper.beta2, input.state.v, input.g.square());
      const part = divideOrZero(m, v.sqrt());
      return { step: hyper.learningRate.mul(part), state: { m, v, u: v } };
    },
  }),
  twisted(amsgrad, "the greatest gradient stands for the greatest mean", {
    rejectedBy: ["amsgrad-on-growing-gradients", "closed-form"],
    step: (input, hyper) => {
      const { g, state } = input;
      const m = mean(hyper.beta1, state.m, g);
      const v = mean(hyper.beta2, state.v, g.square());
      const u = state.u.maximum(g.square());
      const part = divideOrZero(m, u.sqrt());
      return { step: hyper.learningRate.mul(part), state: { m, v, u } };
    },
  }),
  twisted(amsgrad, "the mean of squares goes on from the maximum", {
    rejectedBy: ["amsgrad-keeps-the-greatest"],
    step: (input, hyper, choices) => {
      const { u } = input.state;
      const state = { ...input.state, v: u };
      return amsgrad.definition.step({ ...input, state }, hyper, choices);
    },
  }),
  twisted(amsgrad, "the maximum is that of the step before", {
    rejectedBy: [
      "adam-step-bound",
      "amsgrad-on-growing-gradients",
      "closed-form",
    ],
    options: variant("torch"),
    step: (input, hyper, choices) => {
      const { state } = amsgrad.definition.step(input, hyper, choices);
      const uHat = input.state.u.div(biasCorrection(hyper.beta2, input.t));
      const mHat = state.m.div(biasCorrection(hyper.beta1, input.t));
      const part = divideOrZero(mHat, uHat.sqrt().add(hyper.epsilon));
      return { step: hyper.learningRate.mul(part), state };
    },
  }),
  twisted(adamax, "u is corrected too", {
    rejectedBy: [
      "adamax-keeps-the-greatest",
      "adamax-step-bound",
      "closed-form",
    ],
    step: (input, hyper, choices) => {
      const { step, state } = adamax.definition.step(input, hyper, choices);
      return { step: step.div(biasCorrection(hyper.beta2, input.t)), state };
    },
  }),
  twisted(adamax, "m is not corrected", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const { step, state } = adamax.definition.step(input, hyper, choices);
      return { step: step.mul(biasCorrection(hyper.beta1, input.t)), state };
    },
  }),
  twisted(adamax, "u is a mean", {
    rejectedBy: [
      "adamax-keeps-the-greatest",
      "adamax-step-bound",
      "closed-form",
    ],
    step: ({ g, state, t }, { learningRate, beta1, beta2 }) => {
      const m = mean(beta1, state.m, g);
      const u = mean(beta2, state.u, g.abs());
      const part = divideOrZero(m.div(biasCorrection(beta1, t)), u);
      return { step: learningRate.mul(part), state: { m, u } };
    },
  }),
  twisted(adamax, "u does not decay", {
    rejectedBy: [
      "adamax-keeps-the-greatest",
      "adamax-without-memory",
      "closed-form",
    ],
    step: ({ g, state, t }, { learningRate, beta1 }) => {
      const m = mean(beta1, state.m, g);
      const u = state.u.maximum(g.abs());
      const part = divideOrZero(m.div(biasCorrection(beta1, t)), u);
      return { step: learningRate.mul(part), state: { m, u } };
    },
  }),
  twisted(nadam, "μ is counted twice in the next product", {
    shipped: "PyTorch up to 1.13.1",
    rejectedBy: ["closed-form"],
    options: variant("torch"),
    step: (input, hyper, choices) => {
      const { beta1, beta2, momentumDecay } = hyper;
      const { state } = nadam.definition.step(input, hyper, choices);
      const power = (t: Tensor) =>
        t.mul(momentumDecay).mul(scalar(0.96).log()).exp();
      const inertia = (t: Tensor) => beta1.mul(subtract(1, power(t).div(2)));
      const [mu, next] = [inertia(input.t), inertia(input.t.add(1))];
      const p = state.p.asScalar();
      const twice = p.mul(mu).mul(next);
      const mHat = next.mul(state.m).div(subtract(1, twice)).add(
        subtract(1, mu).mul(input.g).div(subtract(1, p)),
      );
      const root = state.v.div(biasCorrection(beta2, input.t)).sqrt();
      const part = divideOrZero(mHat, root.add(hyper.epsilon));
      return { step: hyper.learningRate.mul(part), state };
    },
  }),
  twisted(nadam, "no look ahead: Adam", {
    rejectedBy: ["nadam-includes-nesterov", "closed-form"],
    options: variant("optax"),
    step: (input, hyper, choices) => {
      const { state } = nadam.definition.step(input, hyper, choices);
      const root = state.v.div(biasCorrection(hyper.beta2, input.t)).sqrt();
      const mHat = state.m.div(biasCorrection(hyper.beta1, input.t));
      const part = divideOrZero(mHat, root.add(hyper.epsilon));
      return { step: hyper.learningRate.mul(part), state };
    },
  }),
  twisted(nadam, "the present gradient is left out", {
    rejectedBy: ["nadam-includes-nesterov", "closed-form"],
    options: variant("optax"),
    step: (input, hyper, choices) => {
      const { beta1, beta2 } = hyper;
      const { state } = nadam.definition.step(input, hyper, choices);
      const next = biasCorrection(beta1, input.t.add(1));
      const root = state.v.div(biasCorrection(beta2, input.t)).sqrt();
      const part = divideOrZero(state.m.div(next), root.add(hyper.epsilon));
      return { step: hyper.learningRate.mul(part), state };
    },
  }),
  twisted(nadam, "the count is one ahead", {
    rejectedBy: [
      "adam-mean-square-in-hull",
      "closed-form",
      "nadam-step-bound",
      "nadam-without-inertia",
    ],
    options: variant("torch"),
    step: (input, hyper, choices) => {
      const t = input.t.add(1);
      return nadam.definition.step({ ...input, t }, hyper, choices);
    },
  }),
  twisted(radam, "steps are not rectified: momentum, then Adam", {
    rejectedBy: ["closed-form", "radam-step-bound", "second-moment-in-hull"],
    step: (input, hyper) => {
      const { beta1, beta2, learningRate } = hyper;
      const m = mean(beta1, input.state.m, input.g);
      const v = mean(beta2, input.state.v, input.g.square());
      const mHat = m.div(biasCorrection(beta1, input.t));
      const root = v.div(biasCorrection(beta2, input.t)).sqrt();
      const part = where(
        input.t.greaterEqual(5),
        divideOrZero(mHat, root),
        mHat,
      );
      return { step: learningRate.mul(part), state: { m, v } };
    },
  }),
  twisted(radam, "short averages make steps too: Adam", {
    rejectedBy: ["closed-form", "radam-step-bound", "radam-with-short-memory"],
    step: (input, hyper) => {
      const { beta1, beta2, learningRate } = hyper;
      const m = mean(beta1, input.state.m, input.g);
      const v = mean(beta2, input.state.v, input.g.square());
      const mHat = m.div(biasCorrection(beta1, input.t));
      const root = v.div(biasCorrection(beta2, input.t)).sqrt();
      const part = divideOrZero(mHat, root);
      return { step: learningRate.mul(part), state: { m, v } };
    },
  }),
  twisted(radam, "rectified from one step later on", {
    rejectedBy: ["closed-form"],
    step: (input, hyper) =>
      radam.definition.step(input, hyper, {
        rectified: "above-5",
        biasCorrection: "moments",
      }),
  }),
  twisted(adabelief, "the mean is not taken away: Adam", {
    rejectedBy: ["closed-form", "second-moment-in-hull"],
    step: ({ g, state, t }, hyper) => {
      const { learningRate, beta1, beta2, epsilon, epsilonRoot } = hyper;
      const m = mean(beta1, state.m, g);
      const s = mean(beta2, state.s, g.square()).add(epsilonRoot);
      const root = s.div(biasCorrection(beta2, t)).sqrt().add(epsilon);
      const part = divideOrZero(m.div(biasCorrection(beta1, t)), root);
      return { step: learningRate.mul(part), state: { m, s } };
    },
  }),
  twisted(adabelief, "the mean before stands for the present one", {
    rejectedBy: ["closed-form"],
    step: ({ g, state, t }, hyper) => {
      const { learningRate, beta1, beta2, epsilon, epsilonRoot } = hyper;
      const m = mean(beta1, state.m, g);
      const s = mean(beta2, state.s, g.sub(state.m).square()).add(epsilonRoot);
      const root = s.div(biasCorrection(beta2, t)).sqrt().add(epsilon);
      const part = divideOrZero(m.div(biasCorrection(beta1, t)), root);
      return { step: learningRate.mul(part), state: { m, s } };
    },
  }),
  twisted(yogi, "v moves away from the square", {
    rejectedBy: ["yogi-moves-by-the-square", "closed-form"],
    step: ({ g, state }, { learningRate, beta1, beta2, epsilon }) => {
      const m = mean(beta1, state.m, g);
      const square = g.square();
      const away = state.v.sub(square).sign().neg().mul(square);
      const v = state.v.sub(subtract(1, beta2).mul(away)).maximum(0);
      const part = divideOrZero(m, v.sqrt().add(epsilon));
      return { step: learningRate.mul(part), state: { m, v } };
    },
  }),
  twisted(yogi, "the difference is not reduced to its sign: Adam", {
    rejectedBy: ["yogi-moves-by-the-square", "closed-form"],
    step: ({ g, state }, { learningRate, beta1, beta2, epsilon }) => {
      const m = mean(beta1, state.m, g);
      const v = mean(beta2, state.v, g.square());
      const part = divideOrZero(m, v.sqrt().add(epsilon));
      return { step: learningRate.mul(part), state: { m, v } };
    },
  }),
  twisted(yogi, "v starts from 0 where it should not", {
    rejectedBy: ["closed-form"],
    options: variant("optax"),
    init: (w) => ({ m: w.mul(0).add(1e-6), v: w.mul(0) }),
  }),
];
