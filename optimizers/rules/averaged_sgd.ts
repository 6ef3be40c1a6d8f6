import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { wholeStepsOrNone } from "../options.ts";

/** The options of {@linkcode averagedSgd}. */
export interface AveragedSgdOptions {
  /** A set of defaults: `paper` or `torch`. */
  readonly variant?: string;
  /** η, the size of a step at the start. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** λ, how fast the rate falls, and the decay of weights. Default: 0; `torch` 1e-4. */
  readonly decay?: HyperparameterValue;
  /** α, the power by which the rate falls. Default: 0.75. */
  readonly power?: HyperparameterValue;
  /** S, how many steps come before those that are averaged. Default: 0; `torch` 1000001. */
  readonly start?: HyperparameterValue;
}

/**
 * Averaged SGD (Polyak–Ruppert): gradient descent whose result is the mean of
 * the weights it has gone through.
 *
 * η_t = η/(1 + λ·η·(t − 1))^α, w_t = w_{t−1} − η_t·(g_t + λ·w_{t−1}) and
 * a_t = a_{t−1} + (w_t − a_{t−1})/max(1, t − S), the mean of w_{S+1} to w_t, where
 * g_t is the gradient at w_{t−1}, η is `learningRate`, λ is `decay`, α is `power`
 * and S is `start`; up to step S + 1 a_t is w_t. With λ = 0 the rate is constant.
 *
 * The loss is to be reported at a: that is what `evaluationParams` gives. The
 * averages of other optimizers are {@linkcode polyakAverage}'s.
 *
 * Variants: the paper's is a mean of all steps, for a rate that falls slower than
 * 1/t or stays. `torch` (`ASGD`) has λ = 1e-4, as Bottou's code, and t0 = 1e6, by
 * which it means that w_{t0+2} is the first in the mean: S = t0 + 1, so that it
 * averages nothing in the first million steps, and with t0 = 0 leaves out w_1.
 * Where its rate is scheduled, the rate of a step has its effect in the next one,
 * which is not followed here.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` or
 * `power` is less than 0, or `start` is not a whole number of at least 0.
 * @throws {TypeError} for another variant.
 * @see Polyak and Juditsky (1992), Acceleration of stochastic approximation by
 * averaging, equation (2).
 * @see Ruppert (1988), Efficient estimations from a slowly convergent
 * Robbins–Monro process.
 * @see Bottou (2012), Stochastic gradient descent tricks, section 5.2.
 *
 * @example
 * ```ts
 * import { averagedSgd, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = averagedSgd({ learningRate: 1 });
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * for (const g of [2, 4]) { // to 6 and 2
 *   ({ params, state } = optimizer.update(tensor([g]), state, params));
 * }
 * assertEquals(params.toArray(), [2]);
 * assertEquals(optimizer.evaluationParams(state, params).toArray(), [4]);
 * ```
 */
export const averagedSgd: Rule<AveragedSgdOptions, Kept<"a">> = defineOptimizer(
  {
    id: "averaged-sgd",
    family: "plain",
    hyper: {
      learningRate: learningRateOf(0.01, "the size of a step at the start"),
      decay: amountOf(0, "λ", "how fast the rate falls, and the weights decay"),
      power: amountOf(0.75, "α", "the power by which the rate falls"),
      start: {
        default: 0,
        range: wholeStepsOrNone,
        symbol: "S",
        doc: "how many steps come before those that are averaged",
      },
    },
    variants: { paper: {}, torch: { decay: 1e-4, start: 1000001 } },
    traits: { coordinatewise: true, odd: true, rotations: "whole" },
    cite: ["Polyak and Juditsky (1992)", "Ruppert (1988)", "Bottou (2012)"],
    init: (w) => ({ a: w }),
    step: ({ g, w, state, t }, { learningRate, decay, power, start }) => {
      const fallen = decay.mul(learningRate).mul(t.sub(1)).add(1);
      const rate = learningRate.div(power.mul(fallen.log()).exp());
      const step = rate.mul(g.add(decay.mul(w)));
      const n = t.sub(start).maximum(1);
      return {
        step,
        state: { a: state.a.add(w.sub(step).sub(state.a).div(n)) },
      };
    },
    evaluate: ({ state }) => state.a,
  },
);
