/** Wrong forms of rules that step along signs. */
import {
  lion,
  maximum,
  minimum,
  rprop,
  signSgd,
  signum,
  subtract,
  where,
} from "../../mod.ts";
import { mean } from "../../optimizers/adam_moments.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** Wrong forms of Lion, signSGD, Signum and Rprop. */
export const signMutants: readonly Mutant[] = [
  twisted(lion, "β₂ and 1 - β₂ swapped: it forgets all but the last gradient", {
    shipped: "Optimisers.jl 0.4.8",
    rejectedBy: ["closed-form", "lion-with-one-beta"],
    step: (input, hyper, choices) => {
      const { beta2 } = hyper;
      const { step } = lion.definition.step(input, hyper, choices);
      const m = mean(subtract(1, beta2), input.state.m, input.g);
      return { step, state: { m } };
    },
  }),
  twisted(lion, "the sign is that of the mean that is kept: Signum", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const { state } = lion.definition.step(input, hyper, choices);
      return { step: hyper.learningRate.mul(state.m.sign()), state };
    },
  }),
  twisted(lion, "the decay grows weights", {
    rejectedBy: ["closed-form"],
    options: { weightDecay: 0.5 },
    step: (input, hyper, choices) => {
      const weightDecay = hyper.weightDecay.neg();
      return lion.definition.step(input, { ...hyper, weightDecay }, choices);
    },
  }),
  twisted(lion, "the learning rate counts twice", {
    rejectedBy: [
      "closed-form",
      "lion-with-one-beta",
      "sign-step-is-learning-rate",
    ],
    step: (input, hyper, choices) => {
      const { step, state } = lion.definition.step(input, hyper, choices);
      return { step: hyper.learningRate.mul(step), state };
    },
  }),
  twisted(signSgd, "a tanh stands for the sign", {
    rejectedBy: [
      "closed-form",
      "majority-vote",
      "scale",
      "sign-step-is-learning-rate",
    ],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.mul(8).tanh()),
      state,
    }),
  }),
  twisted(signSgd, "uphill", {
    rejectedBy: ["closed-form", "sign-step-is-learning-rate"],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.sign()).neg(),
      state,
    }),
  }),
  twisted(signum, "the sign is that of the mean before", {
    rejectedBy: [
      "closed-form",
      "sign-step-is-learning-rate",
      "signum-without-inertia",
    ],
    step: (input, hyper, choices) => {
      const { state } = signum.definition.step(input, hyper, choices);
      return { step: hyper.learningRate.mul(input.state.m.sign()), state };
    },
  }),
  twisted(signum, "the sign is that of the gradient: signSGD", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const { state } = signum.definition.step(input, hyper, choices);
      return { step: hyper.learningRate.mul(input.g.sign()), state };
    },
  }),
  twisted(signum, "a mean of signs stands for the sign of the mean", {
    rejectedBy: ["closed-form", "sign-step-is-learning-rate"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const m = mean(momentum, state.m, g.sign());
      return { step: learningRate.mul(m), state: { m } };
    },
  }),
  twisted(
    signum,
    "the present gradient counts twice: Lion of one beta, ahead",
    {
      rejectedBy: ["closed-form"],
      step: ({ g, state }, { learningRate, momentum }) => {
        const m = mean(momentum, state.m, g);
        const ahead = mean(momentum, m, g);
        return { step: learningRate.mul(ahead.sign()), state: { m } };
      },
    },
  ),
  twisted(rprop, "it takes the step before", {
    shipped: "optax 0.2.8",
    rejectedBy: ["closed-form", "rprop-step-in-bounds"],
    options: { variant: "optax" },
    step: (input, hyper, choices) => {
      const { state } = rprop.definition.step(input, hyper, choices);
      const { d, g } = input.state;
      const turned = input.g.sign().mul(g.sign()).less(0);
      return { step: where(turned, 0, d.mul(g.sign())), state };
    },
  }),
  twisted(rprop, "sizes have no bounds", {
    rejectedBy: ["rprop-of-one-size", "rprop-step-in-bounds"],
    options: { maxStep: 0.11 },
    step: (input, hyper, choices) =>
      rprop.definition.step(
        input,
        {
          ...hyper,
          maxStep: hyper.maxStep.mul(1e9),
          minStep: hyper.minStep.mul(0),
        },
        choices,
      ),
  }),
  twisted(rprop, "the size does not shrink on a change of sign", {
    rejectedBy: ["closed-form"],
    step: ({ g, state }, { increase, maxStep }) => {
      const agreement = g.sign().mul(state.g.sign());
      const grown = minimum(increase.mul(state.d), maxStep);
      const d = where(agreement.greater(0), grown, state.d);
      const kept = where(agreement.less(0), 0, g);
      return { step: d.mul(g.sign()), state: { d, g: kept } };
    },
  }),
  twisted(rprop, "the size shrinks twice on a change of sign", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const { step, state } = rprop.definition.step(input, hyper, choices);
      const turned = input.g.sign().mul(input.state.g.sign()).less(0);
      return { step, state: { ...state, g: where(turned, input.g, state.g) } };
    },
  }),
  twisted(rprop, "the new size is taken back, not the old", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const { step, state } = rprop.definition.step(input, hyper, choices);
      const turned = input.g.sign().mul(input.state.g.sign()).less(0);
      const shrunk = maximum(
        hyper.decrease.mul(input.state.d),
        hyper.minStep,
      );
      return {
        step: where(turned, shrunk.mul(input.g.sign()), step),
        state,
      };
    },
  }),
];
