import { gradientDescent, momentum, nesterov, subtract } from "../../mod.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** Wrong forms of gradient descent, Momentum and Nesterov's method. */
export const inertiaMutants: readonly Mutant[] = [
  twisted(gradientDescent, "uphill", {
    rejectedBy: ["closed-form", "descent", "gradient-descent-regret"],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g).neg(),
      state,
    }),
  }),
  twisted(gradientDescent, "η is applied twice", {
    rejectedBy: ["closed-form", "descent", "gradient-descent-regret"],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(learningRate.mul(g)),
      state,
    }),
  }),
  twisted(gradientDescent, "the weight decays unasked", {
    rejectedBy: [
      "closed-form",
      "descent",
      "gradient-descent-regret",
      "idle-keeps-state",
      "translation",
      "zero-gradient-rests",
    ],
    step: ({ g, w, state }, { learningRate }) => ({
      step: learningRate.mul(g.add(w.mul(0.001))),
      state,
    }),
  }),
  twisted(
    gradientDescent,
    "gradients above 1 are cut, those below -1 are not",
    {
      rejectedBy: [
        "closed-form",
        "descent",
        "gradient-descent-regret",
        "scale",
        "sign-symmetry",
      ],
      step: ({ g, state }, { learningRate }) => ({
        step: learningRate.mul(g.minimum(1)),
        state,
      }),
    },
  ),
  twisted(gradientDescent, "the gradient is cut to [-1, 1]", {
    rejectedBy: [
      "closed-form",
      "descent",
      "gradient-descent-regret",
      "scale",
      "steps-in-span",
    ],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.clip(-1, 1)),
      state,
    }),
  }),
  twisted(gradientDescent, "the gradient is divided by its tensor's norm", {
    rejectedBy: [
      "closed-form",
      "descent",
      "gradient-descent-regret",
      "independence",
      "scale",
      "splitting",
    ],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.divideOrZero(g.norm())),
      state,
    }),
  }),
  twisted(gradientDescent, "a sign of 0 counts as 1", {
    rejectedBy: [
      "closed-form",
      "descent",
      "gradient-descent-regret",
      "idle-keeps-state",
      "scale",
      "sign-symmetry",
      "steps-in-span",
      "zero-gradient-rests",
    ],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(
        g.greaterEqual(0).cast("float64").mul(2).sub(1).mul(g.abs().add(1e-9)),
      ),
      state,
    }),
  }),
  twisted(momentum, "the gradient's part is 1 - γ", {
    rejectedBy: ["closed-form"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const m = learningRate.mul(subtract(1, momentum)).mul(g)
        .add(momentum.mul(state.m));
      return { step: m, state: { m } };
    },
  }),
  twisted(momentum, "the step is m of the step before", {
    rejectedBy: ["closed-form", "heavy-ball-rate", "momentum-without-inertia"],
    step: ({ g, state }, { learningRate, momentum }) => ({
      step: state.m,
      state: { m: learningRate.mul(g).add(momentum.mul(state.m)) },
    }),
  }),
  twisted(momentum, "η inside m and outside", {
    rejectedBy: ["closed-form", "momentum-without-inertia"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const m = learningRate.mul(g).add(momentum.mul(state.m));
      return { step: learningRate.mul(m), state: { m } };
    },
  }),
  twisted(momentum, "γ acts on the sum, gradient included", {
    rejectedBy: ["closed-form", "momentum-without-inertia"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const m = momentum.mul(learningRate.mul(g).add(state.m));
      return { step: m, state: { m } };
    },
  }),
  twisted(nesterov, "no look-ahead: Momentum", {
    rejectedBy: ["closed-form", "nesterov-rate"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const m = learningRate.mul(g).add(momentum.mul(state.m));
      return { step: m, state: { m } };
    },
  }),
  twisted(nesterov, "the look-ahead is not weighed by μ", {
    rejectedBy: ["closed-form", "nesterov-without-inertia"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const part = learningRate.mul(g);
      const m = part.add(momentum.mul(state.m));
      return { step: part.add(m), state: { m } };
    },
  }),
  twisted(nesterov, "the look-ahead leaves out the present gradient", {
    rejectedBy: ["closed-form", "nesterov-rate"],
    step: ({ g, state }, { learningRate, momentum }) => {
      const part = learningRate.mul(g);
      const m = part.add(momentum.mul(state.m));
      return {
        step: part.add(momentum.mul(momentum.mul(state.m))),
        state: { m },
      };
    },
  }),
];
