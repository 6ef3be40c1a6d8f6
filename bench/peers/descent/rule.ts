/** Descent's optimizers, and one as a user would write it. */
import {
  adagrad,
  adam,
  defineOptimizer,
  fraction,
  gradientDescent,
  type Kept,
  momentum,
  nonNegative,
  type Optimizer,
  positive,
  rmsprop,
  type Rule,
  subtract,
  type Tensor,
  zerosLike,
} from "../../../mod.ts";
import type { RuleSpec } from "../../workloads/workload.ts";

/** Makes the optimizer of a formula. */
export type MakeOptimizer = (rule: RuleSpec) => Optimizer;

/** Descent's own optimizer of a formula. */
export function optimizerOf(rule: RuleSpec): Optimizer {
  switch (rule.name) {
    case "sgd": {
      const { learningRate } = rule;
      return gradientDescent({ learningRate });
    }
    case "momentum": {
      const { name: _, ...options } = rule;
      return momentum({ ...options, learningRatePlacement: "outside" });
    }
    case "adagrad": {
      const { name: _, ...options } = rule;
      return adagrad(options);
    }
    case "rmsprop": {
      const { name: _, ...options } = rule;
      return rmsprop(options);
    }
    case "adam": {
      const { name: _, ...options } = rule;
      return adam(options);
    }
  }
}

interface OwnOptions {
  readonly variant?: string;
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** β to the power of the number of the step. */
const power = (beta: Tensor, t: Tensor) => beta.log().mul(t).exp();

/** Adam, written down as its paper has it, by someone who does not have ours. */
const ownAdam: Rule<OwnOptions, Kept<"mean" | "square">> = defineOptimizer({
  id: "own-adam",
  family: "both",
  hyper: {
    learningRate: { default: 1e-3, range: positive, symbol: "α", doc: "size" },
    beta1: { default: 0.9, range: fraction, symbol: "β₁", doc: "decay" },
    beta2: { default: 0.999, range: fraction, symbol: "β₂", doc: "decay" },
    epsilon: { default: 1e-8, range: nonNegative, symbol: "ε", doc: "added" },
  },
  variants: { paper: {} },
  traits: { coordinatewise: true },
  cite: ["Kingma and Ba (2015)"],
  init: (w) => ({ mean: zerosLike(w), square: zerosLike(w) }),
  step: ({ g, state, t }, { learningRate, beta1, beta2, epsilon }) => {
    const mean = state.mean.mul(beta1).add(g.mul(subtract(1, beta1)));
    const square = state.square.mul(beta2)
      .add(g.mul(g).mul(subtract(1, beta2)));
    const meanHat = mean.div(subtract(1, power(beta1, t)));
    const squareHat = square.div(subtract(1, power(beta2, t)));
    const step = meanHat.mul(learningRate).div(squareHat.sqrt().add(epsilon));
    return { step, state: { mean, square } };
  },
});

/** A user's own optimizer of a formula. */
export function ownOptimizerOf(rule: RuleSpec): Optimizer {
  if (rule.name !== "adam") throw new TypeError(`No own ${rule.name}`);
  const { name: _, ...options } = rule;
  return ownAdam(options);
}
