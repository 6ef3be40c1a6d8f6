/** Wrong optimizers whose faults show where gradients grow, or are absent. */
import {
  adagrad,
  adam,
  divideOrZero,
  nadam,
  radam,
  rmsprop,
  subtract,
  where,
} from "../../mod.ts";
import { biasCorrection } from "../../optimizers/bias_correction.ts";
import { rectification } from "../../optimizers/rectification.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** A gradient beyond this many times √h comes as a surprise. */
const surprise = 2 ** 50;

/** Wrong forms of rules that only some courses of gradients show. */
export const boundMutants: readonly Mutant[] = [
  twisted(rmsprop, "a surprising gradient is kept out of h", {
    rejectedBy: ["finite-steps", "rmsprop-step-bound"],
    step: (input, hyper, choices) => {
      const { g, state: { h } } = input;
      const { state } = rmsprop.definition.step(input, hyper, choices);
      const isSurprise = h.greater(0).logicalAnd(
        g.abs().greater(h.sqrt().mul(surprise)),
      );
      const next = where(isSurprise, h, state.h);
      const size = divideOrZero(hyper.learningRate, next.sqrt());
      return { step: size.mul(g), state: { h: next } };
    },
  }),
  twisted(rmsprop, "h rises by at most a hundredfold in a step", {
    rejectedBy: ["closed-form", "rmsprop-step-bound"],
    step: (input, hyper, choices) => {
      const { g, state: { h } } = input;
      const { state } = rmsprop.definition.step(input, hyper, choices);
      const capped = state.h.minimum(h.mul(100));
      const next = where(h.greater(0), capped, state.h);
      const size = divideOrZero(hyper.learningRate, next.sqrt());
      return { step: size.mul(g), state: { h: next } };
    },
  }),
  twisted(adam, "a surprising gradient is kept out of v", {
    rejectedBy: ["adam-mean-square-in-hull", "adam-step-bound"],
    step: (input, hyper, choices) => {
      const { g, state: { m, v } } = input;
      const quiet = v.greater(0).logicalAnd(
        g.abs().greater(v.sqrt().mul(surprise)),
      );
      const known = where(quiet, v.sqrt().mul(g.sign()), g);
      const right = adam.definition.step(input, hyper, choices);
      const calm = adam.definition.step(
        { ...input, g: known },
        hyper,
        choices,
      );
      const loud = divideOrZero(right.state.m.sub(m), v.sqrt())
        .mul(hyper.learningRate);
      return {
        step: where(quiet, loud, right.step),
        state: { m: right.state.m, v: calm.state.v },
      };
    },
  }),
  twisted(nadam, "the present gradient counts twice", {
    rejectedBy: ["closed-form", "nadam-step-bound"],
    options: { variant: "torch" },
    step: (input, hyper, choices) => {
      const { step, state } = nadam.definition.step(input, hyper, choices);
      const { learningRate, beta1, beta2, epsilon } = hyper;
      const root = state.v.div(biasCorrection(beta2, input.t)).sqrt();
      const more = input.g.mul(subtract(1, beta1));
      const part = divideOrZero(more, root.add(epsilon));
      return { step: step.add(learningRate.mul(part)), state };
    },
  }),
  twisted(radam, "what is rectified is the mean of squares", {
    rejectedBy: ["closed-form", "radam-step-bound"],
    step: (input, hyper, choices) => {
      const { step, state } = radam.definition.step(input, hyper, choices);
      const { factor } = rectification(
        hyper.beta2,
        input.t,
        choices.rectified,
      );
      return { step: step.div(factor.sqrt()), state };
    },
  }),
  twisted(adam, "uphill", {
    rejectedBy: ["adam-goes-astray", "adam-includes-momentum", "closed-form"],
    step: (input, hyper, choices) => {
      const { step, state } = adam.definition.step(input, hyper, choices);
      return { step: step.neg(), state };
    },
  }),
  twisted(adam, "v is corrected by β₁", {
    rejectedBy: [
      "adam-without-inertia",
      "adam-mean-square-in-hull",
      "adam-step-bound",
      "closed-form",
    ],
    step: (input, hyper, choices) => {
      const { learningRate, beta1, epsilon } = hyper;
      const { state } = adam.definition.step(input, hyper, choices);
      const power = beta1.maximum(1e-300).log().mul(input.t).exp();
      const correction = power.neg().add(1);
      const root = state.v.div(correction).sqrt().add(epsilon);
      const step = divideOrZero(state.m.div(correction), root);
      return { step: learningRate.mul(step), state };
    },
  }),
  twisted(adagrad, "h doubles in a step without a gradient", {
    rejectedBy: ["idle-keeps-state"],
    step: (input, hyper, choices) => {
      const { step, state: { h } } = adagrad.definition.step(
        input,
        hyper,
        choices,
      );
      const idle = input.g.equal(0);
      return { step, state: { h: where(idle, h.mul(2), h) } };
    },
  }),
  twisted(adagrad, "1e-10 is added to h in every step", {
    rejectedBy: ["closed-form", "idle-keeps-state", "majority-vote", "scale"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.add(g.square()).add(1e-10);
      return { step: learningRate.div(h.sqrt()).mul(g), state: { h } };
    },
  }),
  twisted(adagrad, "the learning rate decays, as PyTorch's lr_decay has it", {
    rejectedBy: ["closed-form", "idle-keeps-state"],
    step: (input, hyper, choices) => {
      const { step, state } = adagrad.definition.step(input, hyper, choices);
      return { step: step.div(input.t.sub(1).mul(0.125).add(1)), state };
    },
  }),
];
