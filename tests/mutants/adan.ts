/** Wrong forms of Adan. */
import { adan, divideOrZero, subtract, type Tensor, where } from "../../mod.ts";
import { mean } from "../../optimizers/adam_moments.ts";
import { biasCorrection } from "../../optimizers/bias_correction.ts";
import { type Mutant, twisted } from "./mutant.ts";

/** Wrong forms of Adan. */
export const adanMutants: readonly Mutant[] = [
  twisted(adan, "1 - β₂ stands beside the differences", {
    shipped: "optax 0.2.8",
    rejectedBy: ["adan-without-differences", "closed-form"],
    options: { variant: "optax" },
    step: ({ g, state, t }, hyper) => {
      const { learningRate, beta1, beta2, beta3, epsilon } = hyper;
      const factor = subtract(1, beta2);
      const y = where(t.greater(1), g.sub(state.g), 0);
      const m = mean(beta1, state.m, g);
      const d = mean(beta2, state.d, y);
      const v = mean(beta3, state.v, g.add(factor.mul(y)).square());
      const hat = (x: Tensor, beta: Tensor) => x.div(biasCorrection(beta, t));
      const root = hat(v, beta3).add(epsilon).sqrt().add(epsilon);
      const along = hat(m, beta1).add(factor.mul(hat(d, beta2)));
      const part = divideOrZero(along, root);
      return { step: learningRate.mul(part), state: { m, d, v, g } };
    },
  }),
  twisted(adan, "the first gradient is a difference from 0", {
    rejectedBy: ["closed-form"],
    options: { variant: "optax" },
    step: (input, hyper, choices) => {
      const t = input.t.add(1);
      return adan.definition.step({ ...input, t }, hyper, choices);
    },
  }),
  twisted(adan, "differences begin as a share of the first, not with it", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) => {
      const second = input.t.equal(2);
      const d = subtract(1, hyper.beta2).mul(input.g.sub(input.state.g));
      const right = adan.definition.step(input, hyper, choices);
      const lost = right.state.d.sub(d).mul(hyper.beta2);
      const root = right.state.v.sqrt().add(hyper.epsilon);
      const rate = hyper.learningRate.div(
        hyper.learningRate.mul(hyper.weightDecay).add(1),
      );
      const less = rate.mul(divideOrZero(lost, root));
      return {
        step: where(second, right.step.sub(less), right.step),
        state: { ...right.state, d: where(second, d, right.state.d) },
      };
    },
  }),
  twisted(adan, "the gradient before is never kept", {
    rejectedBy: ["closed-form"],
    options: { variant: "optax" },
    step: (input, hyper, choices) => {
      const { step, state } = adan.definition.step(input, hyper, choices);
      return { step, state: { ...state, g: input.state.g } };
    },
  }),
];
