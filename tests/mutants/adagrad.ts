import { adagrad, divideOrZero, type Tensor, zerosLike } from "../../mod.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** A step of Adagrad with the h that is given. */
const along = (
  { g, h, divisor }: Record<"g" | "h" | "divisor", Tensor>,
  learningRate: Tensor,
) => ({ step: divideOrZero(learningRate, divisor).mul(g), state: { h } });

/** Wrong forms of Adagrad. */
export const adagradMutants: readonly Mutant[] = [
  twisted(adagrad, "h decays, as RMSProp's does", {
    rejectedBy: ["closed-form", "idle-keeps-state", "step-never-grows"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.mul(0.9).add(g.square());
      return along({ g, h, divisor: h.sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "h is the present square alone", {
    rejectedBy: ["adagrad-regret", "closed-form"],
    step: ({ g }, { learningRate }) => {
      const h = g.square();
      return along({ g, h, divisor: h.sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "the root is missing", {
    rejectedBy: ["adagrad-regret", "closed-form", "majority-vote", "scale"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.add(g.square());
      return along({ g, h, divisor: h }, learningRate);
    },
  }),
  twisted(adagrad, "the square is missing", {
    rejectedBy: ["adagrad-regret", "closed-form", "majority-vote", "scale"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.add(g.abs());
      return along({ g, h, divisor: h.sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "h is the greatest square, not the sum", {
    rejectedBy: ["adagrad-regret", "closed-form"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.maximum(g.square());
      return along({ g, h, divisor: h.sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "h is the mean of squares, not the sum", {
    rejectedBy: [
      "adagrad-regret",
      "closed-form",
      "idle-keeps-state",
      "step-never-grows",
    ],
    step: ({ g, state, t }, { learningRate }) => {
      const h = state.h.add(g.square());
      return along({ g, h, divisor: h.div(t).sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "h is that of the step before", {
    rejectedBy: ["closed-form", "finite-steps", "step-never-grows"],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.add(g.square());
      return along({ g, h, divisor: state.h.sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "0/0 where there was no gradient", {
    rejectedBy: [
      "closed-form",
      "finite-steps",
      "idle-keeps-state",
      "zero-gradient-rests",
    ],
    step: ({ g, state }, { learningRate }) => {
      const h = state.h.add(g.square());
      return { step: learningRate.mul(g).div(h.sqrt()), state: { h } };
    },
  }),
  twisted(adagrad, "ε is under the root, not outside", {
    rejectedBy: ["closed-form"],
    options: { variant: "torch" },
    step: ({ g, state }, { learningRate, epsilon }) => {
      const h = state.h.add(g.square());
      return along({ g, h, divisor: h.add(epsilon).sqrt() }, learningRate);
    },
  }),
  twisted(adagrad, "h starts from 0, not from 0.1", {
    rejectedBy: ["closed-form"],
    options: { variant: "keras" },
    init: (w) => ({ h: zerosLike(w) }),
  }),
  twisted(adagrad, "gradients below 1e-6 count as 0", {
    rejectedBy: ["scale"],
    step: ({ g, state }, { learningRate }) => {
      const seen = g.mul(g.abs().greater(1e-6).cast("float64"));
      const h = state.h.add(seen.square());
      return along({ g: seen, h, divisor: h.sqrt() }, learningRate);
    },
  }),
];
