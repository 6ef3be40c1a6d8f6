import { divideOrZero, rmsprop, subtract, type Tensor } from "../../mod.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** A step of RMSProp along g with this h. */
function along(learningRate: Tensor, h: Tensor, g: Tensor) {
  return { step: divideOrZero(learningRate, h.sqrt()).mul(g), state: { h } };
}

/** Wrong forms of RMSProp. */
export const rmspropMutants: readonly Mutant[] = [
  twisted(rmsprop, "ρ and 1 - ρ swapped", {
    rejectedBy: ["closed-form", "rmsprop-without-memory"],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = subtract(1, decay).mul(state.h).add(decay.mul(g.square()));
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "1 - ρ is missing", {
    rejectedBy: ["closed-form", "mean-square-in-hull"],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(g.square());
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "ρ is missing", {
    rejectedBy: [
      "closed-form",
      "mean-square-in-hull",
      "rmsprop-without-memory",
    ],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = state.h.add(subtract(1, decay).mul(g.square()));
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "1 - ρ is squared with the gradient", {
    rejectedBy: ["closed-form", "mean-square-in-hull", "rmsprop-step-bound"],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g).square());
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "h is a maximum, not a mean", {
    rejectedBy: ["closed-form"],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).maximum(g.square());
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "h is kept in float32", {
    rejectedBy: [
      "closed-form",
      "rmsprop-step-bound",
      "rmsprop-without-memory",
      "scale",
    ],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()))
        .cast("float32").cast("float64");
      return along(learningRate, h, g);
    },
  }),
  twisted(rmsprop, "h is corrected for its start, as Adam's is", {
    rejectedBy: ["closed-form"],
    step: ({ g, state, t }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
      const { step } = along(
        learningRate,
        h.div(subtract(1, decay.log().mul(t).exp())),
        g,
      );
      return { step, state: { h } };
    },
  }),
  twisted(rmsprop, "a hidden ε of 1e-8", {
    rejectedBy: [
      "closed-form",
      "majority-vote",
      "mean-square-in-hull",
      "rmsprop-without-memory",
      "scale",
    ],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
      return {
        step: learningRate.mul(g).div(h.sqrt().add(1e-8)),
        state: { h },
      };
    },
  }),
  twisted(rmsprop, "h is that of the step before", {
    rejectedBy: [
      "closed-form",
      "finite-steps",
      "mean-square-in-hull",
      "rmsprop-step-bound",
      "rmsprop-without-memory",
    ],
    step: ({ g, state }, { learningRate, decay }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
      return { step: along(learningRate, state.h, g).step, state: { h } };
    },
  }),
  twisted(rmsprop, "sums where it should average: Adagrad", {
    rejectedBy: [
      "closed-form",
      "mean-square-in-hull",
      "rmsprop-without-memory",
    ],
    step: ({ g, state }, { learningRate }) =>
      along(learningRate, state.h.add(g.square()), g),
  }),
];
