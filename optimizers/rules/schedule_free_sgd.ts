import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { amountOf, learningRateOf, shareOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { startAverage, towardsAverage } from "../schedule_free.ts";
import { each } from "../whole_tree.ts";

/** The options of {@linkcode scheduleFreeSgd}. */
export interface ScheduleFreeSgdOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** γ, the size of a step. Default: 1. */
  readonly learningRate?: HyperparameterValue;
  /** β, how near to the average the gradient is taken. Default: 0.9. */
  readonly beta?: HyperparameterValue;
  /** λ, the part of the weights that a step of size 1 removes. Default: 0. */
  readonly weightDecay?: HyperparameterValue;
  /**
   * What weighs a step in the average: the square of its learning rate, or of
   * the greatest so far. Default: `rate`; `optax` `greatest-rate`.
   */
  readonly averageWeight?: "rate" | "greatest-rate";
}

/**
 * Schedule-Free SGD: gradients taken near to an average of all steps, which
 * does what a falling learning rate would do without knowing when to end.
 *
 * z_t = z_{t−1} − γ_t·(g_t + λ·w_{t−1}), x_t = (1 − c_t)·x_{t−1} + c_t·z_t with
 * c_t = γ_t²/(γ_1² + … + γ_t²), and w_t = (1 − β)·z_t + β·x_t, where g_t is the
 * gradient at w_{t−1} (y in the paper), γ is `learningRate`, β is `beta` and λ is
 * `weightDecay`; z_0 = x_0 = w_0. While γ is constant, c_t is 1/t. With β = 0
 * gradients are taken at z, as Polyak's and Ruppert's average has them, with
 * β = 1 at the average itself. A warm-up is a schedule of γ, such as
 * {@linkcode linearWarmup}.
 *
 * The loss is to be reported at x: that is what `evaluationParams` gives.
 *
 * Variants: in `optax` (`schedule_free_sgd`), as in the code of the authors, the
 * greatest γ so far takes the place of γ_t in c_t. optax keeps z alone and gets x
 * from it and w, which rounds otherwise; and where γ is a schedule it takes the
 * γ of the next step for c_t, which is not followed here.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta` is not in
 * [0, 1], or `weightDecay` is less than 0.
 * @throws {TypeError} for another variant or `averageWeight`.
 * @see Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky (2024), The road less
 * scheduled, equations (2) to (4).
 *
 * @example
 * ```ts
 * import { scheduleFreeSgd, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = scheduleFreeSgd({ learningRate: 1, beta: 0.5 });
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * for (const g of [4, 2]) { // z goes to 4 and 2, x to 4 and 3
 *   ({ params, state } = optimizer.update(tensor([g]), state, params));
 * }
 * assertEquals(params.toArray(), [2.5]);
 * assertEquals(optimizer.evaluationParams(state, params).toArray(), [3]);
 * ```
 */
export const scheduleFreeSgd: TreeRule<
  ScheduleFreeSgdOptions,
  "z" | "x",
  "greatest" | "sum"
> = defineTreeOptimizer({
  id: "schedule-free-sgd",
  family: "direction",
  hyper: {
    learningRate: learningRateOf(1, "the size of a step", "γ"),
    beta: shareOf(0.9, "β", "how near to the average the gradient is taken"),
    weightDecay: amountOf(0, "λ", "the part of the weights that is removed"),
  },
  choices: { averageWeight: ["rate", "greatest-rate"] },
  variants: { paper: {}, optax: { averageWeight: "greatest-rate" } },
  traits: {
    coordinatewise: true,
    odd: true,
    degree: 1,
    rotations: "whole",
  },
  cite: ["Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky (2024)"],
  init: (w) => ({ z: w, x: w }),
  initShared: startAverage,
  step: ({ g, w, state, shared }, hyper, { averageWeight: by }) => {
    const { learningRate: rate, beta, weightDecay } = hyper;
    const decayed = each((g, w) => g.add(weightDecay.mul(w)), g, w);
    const z = each((z, d) => z.sub(rate.mul(d)), state.z, decayed);
    const next = towardsAverage({ w, state, shared }, z, { rate, by, beta });
    const { step, x } = next;
    return { step, state: { z, x }, shared: next.shared };
  },
  evaluate: ({ state }) => state.x,
});
