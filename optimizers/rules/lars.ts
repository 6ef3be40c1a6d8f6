import { zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import {
  amountOf,
  learningRateOf,
  momentumOf,
} from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { scaledToWeights, tensorNorm } from "../tensor_norm.ts";
import { oddInTensors } from "../trait_sets.ts";

/** The options of {@linkcode lars}. */
export interface LarsOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** γ, what multiplies the steps of all tensors. Default: 1. */
  readonly learningRate?: HyperparameterValue;
  /** μ, the inertia: what stays of the previous update. Default: 0.9. */
  readonly momentum?: HyperparameterValue;
  /** β, the weight decay. Default: 0.0005; `optax` 0. */
  readonly weightDecay?: HyperparameterValue;
  /** η, the size of an update in norms of the weights. Default: 0.001. */
  readonly trustCoefficient?: HyperparameterValue;
  /**
   * What an update is divided by: the norm of the gradient plus that of the
   * decay, or the norm of their sum. Default: `parts`; `optax` `sum`.
   */
  readonly normOf?: "parts" | "sum";
}

/**
 * LARS: momentum, where each tensor's gradient is made a fixed share as long as
 * the tensor itself.
 *
 * λ_t = η·‖w_{t−1}‖/(‖g_t‖ + β·‖w_{t−1}‖),
 * m_t = μ·m_{t−1} + γ·λ_t·(g_t + β·w_{t−1}) and w_t = w_{t−1} − m_t, where g_t
 * is the gradient at w_{t−1}, γ is `learningRate`, μ is `momentum`, β is
 * `weightDecay`, η is `trustCoefficient` and ‖·‖ is the norm of a whole tensor:
 * a layer's weights, or its biases; m_0 = 0. Where ‖w_{t−1}‖ is 0, λ_t is
 * 1, as in the authors' code and in optax: else a tensor of zeros would never
 * move. (In the paper m is v and μ is m.)
 *
 * Variants: `optax` divides by the norm of the sum, ‖g_t + β·w_{t−1}‖, with
 * β = 0 unless given. Neither has a default for γ. The paper lets γ fall as
 * (1 − t/T)²: {@linkcode polynomialDecay}.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `momentum` is
 * not in [0, 1), or `weightDecay` or `trustCoefficient` is less than 0.
 * @throws {TypeError} for another variant or `normOf`.
 * @see You, Gitman, Ginsburg (2017), Large batch training of convolutional
 * networks, algorithm 1.
 *
 * @example
 * ```ts
 * import { lars, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = lars({ trustCoefficient: 0.5, weightDecay: 0 });
 * const w = tensor([3, 4]);
 * for (const size of [1, 1024]) {
 *   const g = tensor([0, 2 * size]); // The step is half as long as w.
 *   const { params } = optimizer.update(g, optimizer.init(w), w);
 *   assertEquals(params.toArray(), [3, 1.5]);
 * }
 * ```
 */
export const lars: Rule<LarsOptions, Kept<"m">> = defineOptimizer({
  id: "lars",
  family: "both",
  hyper: {
    learningRate: learningRateOf(1, "what multiplies all steps", "γ"),
    momentum: momentumOf(0.9, "μ"),
    weightDecay: amountOf(5e-4, "β", "the weight decay"),
    trustCoefficient: amountOf(1e-3, "η", "an update's size in norms of w"),
  },
  choices: { normOf: ["parts", "sum"] },
  variants: { paper: {}, optax: { weightDecay: 0, normOf: "sum" } },
  traits: { ...oddInTensors, followsWeights: true, rotations: "whole" },
  cite: ["You, Gitman, Ginsburg (2017)"],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, w, state }, hyper, { normOf }) => {
    const { learningRate, momentum, weightDecay, trustCoefficient } = hyper;
    const update = g.add(weightDecay.mul(w));
    const size = normOf === "sum"
      ? tensorNorm(update)
      : tensorNorm(g).add(weightDecay.mul(tensorNorm(w)));
    const scaled = scaledToWeights(update, w, size, trustCoefficient);
    const m = momentum.mul(state.m).add(learningRate.mul(scaled));
    return { step: m, state: { m } };
  },
});
