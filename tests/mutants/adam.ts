import {
  adam,
  adamw,
  divideOrZero,
  subtract,
  type Tensor,
  where,
} from "../../mod.ts";
import { type Mutant, twisted } from "./mutant.ts";

type Moments = { m: Tensor; v: Tensor };
interface Input {
  readonly g: Tensor;
  readonly w: Tensor;
  readonly state: Moments;
  readonly t: Tensor;
}
type Hyper = Record<"learningRate" | "beta1" | "beta2" | "epsilon", Tensor>;

function moments({ g, state }: Input, { beta1, beta2 }: Hyper): Moments {
  return {
    m: beta1.mul(state.m).add(subtract(1, beta1).mul(g)),
    v: beta2.mul(state.v).add(subtract(1, beta2).mul(g.square())),
  };
}

/** 1 − βᵗ. */
function correction(beta: Tensor, t: Tensor): Tensor {
  return subtract(1, beta.log().mul(t).exp());
}

/** Adam's step with these moments, corrected for t steps. */
function along(
  { m, v }: Moments,
  t: Tensor,
  { learningRate, beta1, beta2, epsilon }: Hyper,
): Tensor {
  const root = v.div(correction(beta2, t)).sqrt().add(epsilon);
  return learningRate.mul(divideOrZero(m.div(correction(beta1, t)), root));
}

/** Wrong forms of Adam and AdamW. */
export const adamMutants: readonly Mutant[] = [
  twisted(adam, "β₁ and β₂ swapped", {
    rejectedBy: [
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "closed-form",
    ],
    step: (input, hyper) => {
      const { beta1, beta2 } = hyper;
      const swapped = { ...hyper, beta1: beta2, beta2: beta1 };
      const state = moments(input, swapped);
      return { step: along(state, input.t, swapped), state };
    },
  }),
  twisted(adam, "β₁ and 1 - β₁ swapped", {
    rejectedBy: [
      "adam-goes-astray",
      "adam-includes-momentum",
      "adam-step-bound",
      "adam-without-memory",
      "closed-form",
      "finite-steps",
    ],
    step: (input, hyper) => {
      const swapped = { ...hyper, beta1: subtract(1, hyper.beta1) };
      const state = moments(input, swapped);
      return { step: along(state, input.t, hyper), state };
    },
  }),
  twisted(adam, "no bias correction", {
    rejectedBy: [
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-step-bound",
      "closed-form",
    ],
    step: (input, hyper) => {
      const state = moments(input, hyper);
      const root = state.v.sqrt().add(hyper.epsilon);
      return {
        step: hyper.learningRate.mul(divideOrZero(state.m, root)),
        state,
      };
    },
  }),
  twisted(adam, "the bias correction is multiplied", {
    shipped: "ConvNetJS",
    rejectedBy: [
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-step-bound",
      "closed-form",
    ],
    step: (input, hyper) => {
      const { learningRate, beta1, beta2, epsilon } = hyper;
      const state = moments(input, hyper);
      const m = state.m.mul(correction(beta1, input.t));
      const v = state.v.mul(correction(beta2, input.t));
      const step = learningRate.mul(divideOrZero(m, v.sqrt().add(epsilon)));
      return { step, state };
    },
  }),
  twisted(adam, "the step takes the moment of the step before", {
    shipped: "brain.js, biases",
    rejectedBy: [
      "adam-goes-astray",
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-without-memory",
      "closed-form",
    ],
    step: (input, hyper) => {
      const state = moments(input, hyper);
      const stale = { m: input.state.m, v: state.v };
      return { step: along(stale, input.t, hyper), state };
    },
  }),
  twisted(adam, "the count is one ahead", {
    rejectedBy: [
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-step-bound",
      "closed-form",
    ],
    step: (input, hyper) => {
      const state = moments(input, hyper);
      return { step: along(state, input.t.add(1), hyper), state };
    },
  }),
  twisted(adam, "the root is missing", {
    rejectedBy: [
      "adam-goes-astray",
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-step-bound",
      "adam-without-memory",
      "closed-form",
      "majority-vote",
      "scale",
    ],
    step: (input, hyper) => {
      const { learningRate, beta1, beta2, epsilon } = hyper;
      const state = moments(input, hyper);
      const v = state.v.div(correction(beta2, input.t)).add(epsilon);
      const m = state.m.div(correction(beta1, input.t));
      return { step: learningRate.mul(divideOrZero(m, v)), state };
    },
  }),
  twisted(adam, "ε is under the root", {
    rejectedBy: [
      "adam-includes-momentum",
      "adam-mean-square-in-hull",
      "adam-without-memory",
      "closed-form",
    ],
    step: (input, hyper) => {
      const { learningRate, beta1, beta2, epsilon } = hyper;
      const state = moments(input, hyper);
      const v = state.v.div(correction(beta2, input.t)).add(epsilon);
      const m = state.m.div(correction(beta1, input.t));
      return { step: learningRate.mul(divideOrZero(m, v.sqrt())), state };
    },
  }),
  twisted(adam, "1 - β₂ is rounded to float32", {
    rejectedBy: ["adam-mean-square-in-hull", "closed-form"],
    step: (input, hyper) => {
      const { g, state: { v } } = input;
      const rest = subtract(1, hyper.beta2).cast("float32").cast("float64");
      const state = {
        m: moments(input, hyper).m,
        v: hyper.beta2.mul(v).add(rest.mul(g.square())),
      };
      return { step: along(state, input.t, hyper), state };
    },
  }),
  twisted(adam, "v is a maximum: AMSGrad unasked", {
    rejectedBy: ["adam-goes-astray", "adam-without-memory", "closed-form"],
    step: (input, hyper) => {
      const state = moments(input, hyper);
      const v = state.v.maximum(input.state.v);
      return {
        step: along({ m: state.m, v }, input.t, hyper),
        state: { m: state.m, v },
      };
    },
  }),
  twisted(adamw, "the decay is inside the gradient: Adam with L2", {
    rejectedBy: ["adamw-without-decay", "closed-form"],
    options: { variant: "torch" },
    step: (input, hyper) => {
      const g = input.g.add(hyper.weightDecay.mul(input.w));
      const state = moments({ ...input, g }, hyper);
      return { step: along(state, input.t, hyper), state };
    },
  }),
  twisted(adamw, "weights grow where they should decay", {
    rejectedBy: ["adamw-without-decay", "closed-form"],
    options: { variant: "torch" },
    step: (input, hyper) => {
      const state = moments(input, hyper);
      const decay = hyper.learningRate.mul(hyper.weightDecay);
      const step = along(state, input.t, hyper).sub(decay.mul(input.w));
      return { step, state };
    },
  }),
  twisted(
    adamw,
    "the step shrinks by 1 % where there is no decay",
    {
      rejectedBy: ["adamw-without-decay"],
      step: (input, hyper, choices) => {
        const none = hyper.weightDecay.equal(0);
        const { step, state } = adamw.definition.step(input, hyper, choices);
        return { step: where(none, step.mul(0.99), step), state };
      },
    },
  ),
];
