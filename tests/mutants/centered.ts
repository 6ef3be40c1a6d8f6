import {
  centeredRmsprop,
  divideOrZero,
  maximum,
  rmspropMomentum,
  subtract,
  type Tensor,
  where,
} from "../../mod.ts";
import { type Mutant, twisted } from "./mutant.ts";

type Hyper = Record<"learningRate" | "decay" | "momentum" | "epsilon", Tensor>;
type Slots = { h: Tensor; a: Tensor; m: Tensor };

/** A step of centered RMSProp with the root that is given. */
function centered(root: (h: Tensor, a: Tensor, epsilon: Tensor) => Tensor) {
  return ({ g, state }: { g: Tensor; state: Slots }, hyper: Hyper) => {
    const { learningRate, decay, momentum, epsilon } = hyper;
    const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
    const a = decay.mul(state.a).add(subtract(1, decay).mul(g));
    const part = divideOrZero(learningRate, root(h, a, epsilon)).mul(g);
    const m = part.add(momentum.mul(state.m));
    return { step: m, state: { h, a, m } };
  };
}

const clamped = (h: Tensor, a: Tensor) =>
  where(h.isFinite(), maximum(h.sub(a.square()), 0), h);

/** Wrong forms of centered RMSProp and of RMSProp with momentum. */
export const centeredMutants: readonly Mutant[] = [
  twisted(centeredRmsprop, "ε is subtracted under the root", {
    shipped: "TensorFlow.js 4.22",
    rejectedBy: [
      "centring-never-shrinks",
      "closed-form",
      "finite-steps",
      "zero-gradient-rests",
    ],
    options: { variant: "tfjs" },
    step: centered((h, a, epsilon) => h.sub(a.square().add(epsilon)).sqrt()),
  }),
  twisted(centeredRmsprop, "the squared mean is added", {
    rejectedBy: [
      "centring-never-shrinks",
      "closed-form",
      "second-moment-in-hull",
    ],
    options: { variant: "keras" },
    step: centered((h, a, epsilon) => h.add(a.square()).add(epsilon).sqrt()),
  }),
  twisted(centeredRmsprop, "∞ - ∞ where squares overflow", {
    rejectedBy: ["finite-steps"],
    options: { variant: "keras" },
    step: centered((h, a, epsilon) =>
      maximum(h.sub(a.square()), 0).add(epsilon).sqrt()
    ),
  }),
  twisted(centeredRmsprop, "the root of what rounding left below 0", {
    rejectedBy: ["finite-steps"],
    options: { variant: "keras", decay: 0.125, epsilon: 0 },
    step: centered((h, a, epsilon) =>
      where(h.isFinite(), h.sub(a.square()), h).add(epsilon).sqrt()
    ),
  }),
  twisted(centeredRmsprop, "the mean is not squared", {
    rejectedBy: ["closed-form", "majority-vote", "scale"],
    options: { variant: "keras" },
    step: centered((h, a, epsilon) =>
      maximum(h.sub(a.abs()), 0).add(epsilon).sqrt()
    ),
  }),
  twisted(centeredRmsprop, "ε is outside the root, not under it", {
    rejectedBy: ["closed-form"],
    options: { variant: "keras" },
    step: centered((h, a, epsilon) => clamped(h, a).sqrt().add(epsilon)),
  }),
  twisted(
    rmspropMomentum,
    "inertia acts on the gradient, before it is scaled",
    {
      rejectedBy: ["closed-form", "rmsprop-includes-momentum"],
      step: ({ g, state }, { learningRate, decay, momentum }) => {
        const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
        const m = g.add(momentum.mul(state.m));
        const step = divideOrZero(learningRate, h.sqrt()).mul(m);
        return { step, state: { h, m } };
      },
    },
  ),
  twisted(rmspropMomentum, "the new part is 1 - γ", {
    rejectedBy: ["closed-form", "rmsprop-includes-momentum"],
    step: ({ g, state }, { learningRate, decay, momentum }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
      const part = divideOrZero(learningRate, h.sqrt()).mul(g);
      const m = subtract(1, momentum).mul(part).add(momentum.mul(state.m));
      return { step: m, state: { h, m } };
    },
  }),
  twisted(rmspropMomentum, "h is that of the step before", {
    rejectedBy: [
      "closed-form",
      "finite-steps",
      "rmsprop-includes-momentum",
      "rmsprop-momentum-without-inertia",
      "rmsprop-step-bound",
      "second-moment-in-hull",
    ],
    step: ({ g, state }, { learningRate, decay, momentum }) => {
      const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
      const part = divideOrZero(learningRate, state.h.sqrt()).mul(g);
      const m = part.add(momentum.mul(state.m));
      return { step: m, state: { h, m } };
    },
  }),
];
