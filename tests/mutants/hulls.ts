/** Wrong forms of rules whose means of squares are not where they should be. */
import {
  adabelief,
  adadelta,
  adafactor,
  adan,
  amsgrad,
  centeredRmsprop,
  divideOrZero,
  maximum,
  radam,
  rmspropMomentum,
  type RuleDefinition,
  type Slot,
  subtract,
} from "../../mod.ts";
import { mean } from "../../optimizers/adam_moments.ts";
import { biasCorrection } from "../../optimizers/bias_correction.ts";
import { rectification } from "../../optimizers/rectification.ts";
import { type Mutant, twisted } from "./mutant.ts";

type Adafactor = RuleDefinition<Record<never, never>, Slot>["step"];

/** Adafactor as it is in another step than the present one. */
function adafactorIn(later: number): Adafactor {
  return (input, hyper, choices) =>
    adafactor.definition.step(
      { ...input, t: input.t.add(later) },
      hyper as Parameters<typeof adafactor.definition.step>[1],
      choices as Parameters<typeof adafactor.definition.step>[2],
    );
}

/** Wrong forms of what keeps a mean of squares. */
export const hullMutants: readonly Mutant[] = [
  twisted(rmspropMomentum, "h is a sum: 1 - ρ is missing", {
    rejectedBy: ["closed-form", "second-moment-in-hull"],
    step: ({ g, state }, { learningRate, decay, momentum }) => {
      const h = decay.mul(state.h).add(g.square());
      const part = divideOrZero(learningRate, h.sqrt()).mul(g);
      const m = part.add(momentum.mul(state.m));
      return { step: m, state: { h, m } };
    },
  }),
  twisted(centeredRmsprop, "the mean is that of the step before", {
    rejectedBy: ["closed-form", "second-moment-in-hull"],
    options: { variant: "keras" },
    step: ({ g, state }, { learningRate, decay, epsilon }) => {
      const h = mean(decay, state.h, g.square());
      const variance = maximum(h.sub(state.a.square()), 0);
      const root = variance.add(epsilon).sqrt();
      const step = divideOrZero(learningRate, root).mul(g);
      return { step, state: { h, a: mean(decay, state.a, g), m: step } };
    },
  }),
  twisted(radam, "v is not corrected", {
    rejectedBy: ["closed-form", "radam-step-bound", "second-moment-in-hull"],
    step: (input, hyper, choices) => {
      const { step, state } = radam.definition.step(input, hyper, choices);
      const { isLong } = rectification(hyper.beta2, input.t, choices.rectified);
      const root = biasCorrection(hyper.beta2, input.t).sqrt();
      const by = isLong.cast("float64").mul(root.sub(1)).add(1);
      return { step: step.div(by), state };
    },
  }),
  twisted(amsgrad, "u is forgotten with v", {
    rejectedBy: [
      "amsgrad-keeps-the-greatest",
      "closed-form",
      "second-moment-in-hull",
    ],
    step: (input, hyper, choices) => {
      const u = hyper.beta2.mul(input.state.u);
      const state = { ...input.state, u };
      return amsgrad.definition.step({ ...input, state }, hyper, choices);
    },
  }),
  twisted(adabelief, "s is not corrected", {
    rejectedBy: ["closed-form", "second-moment-in-hull"],
    step: (input, hyper, choices) => {
      const { step, state } = adabelief.definition.step(input, hyper, choices);
      const root = biasCorrection(hyper.beta2, input.t).sqrt();
      return { step: step.div(root), state };
    },
  }),
  twisted(adan, "the square is that of the gradient alone", {
    rejectedBy: ["closed-form", "second-moment-in-hull"],
    options: { variant: "optax" },
    step: (input, hyper, choices) => {
      const right = adan.definition.step(input, hyper, choices);
      const { beta3, epsilon } = hyper;
      const v = mean(beta3, input.state.v, input.g.square());
      const [was, is] = [right.state.v, v].map((v) =>
        v.div(biasCorrection(beta3, input.t)).add(epsilon).sqrt().add(epsilon)
      );
      const step = right.step.mul(divideOrZero(was, is));
      return { step, state: { ...right.state, v } };
    },
  }),
  twisted(adafactor, "the first mean is a share: its step is the second", {
    rejectedBy: ["second-moment-in-hull"],
    step: adafactorIn(1),
  }),
  twisted(adafactor, "squares are summed", {
    rejectedBy: ["second-moment-in-hull"],
    step: (input, hyper, choices) => {
      const past = Object.entries(input.state).map(([name, x]) =>
        [name, x.mul(2)] as const
      );
      const state = Object.fromEntries(past);
      return adafactor.definition.step({ ...input, state }, hyper, choices);
    },
  }),
  twisted(adadelta, "the mean of updates has η in it", {
    rejectedBy: ["adadelta-means-in-hull", "closed-form"],
    options: { learningRate: 4 },
    step: ({ g, state }, { learningRate, decay, epsilon }) => {
      const h = mean(decay, state.h, g.square());
      const [above, below] = [state.u, h].map((x) => x.add(epsilon).sqrt());
      const step = learningRate.mul(divideOrZero(above, below).mul(g));
      return { step, state: { h, u: mean(decay, state.u, step.square()) } };
    },
  }),
  twisted(adadelta, "the mean of updates is their sum", {
    rejectedBy: ["adadelta-means-in-hull", "closed-form"],
    step: (input, hyper, choices) => {
      const { step, state } = adadelta.definition.step(input, hyper, choices);
      const { learningRate, decay } = hyper;
      const x = divideOrZero(step, learningRate);
      const u = state.u.add(decay.mul(x.square()));
      return { step, state: { ...state, u } };
    },
  }),
  twisted(adadelta, "h does not forget", {
    rejectedBy: ["adadelta-means-in-hull", "closed-form"],
    step: ({ g, state }, { learningRate, decay, epsilon }) => {
      const h = state.h.add(subtract(1, decay).mul(g.square()));
      const [above, below] = [state.u, h].map((x) => x.add(epsilon).sqrt());
      const x = divideOrZero(above, below).mul(g);
      const u = mean(decay, state.u, x.square());
      return { step: learningRate.mul(x), state: { h, u } };
    },
  }),
];
