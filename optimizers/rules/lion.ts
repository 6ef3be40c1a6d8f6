import { subtract, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { amountOf, decayOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";

/** The options of {@linkcode lion}. */
export interface LionOptions {
  /** A set of defaults: `paper`, `optax` or `keras`. */
  readonly variant?: string;
  /** η, the size of every step. Default: 1e-4; `optax`, `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the share of m in the direction of the step. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the mean of gradients. Default: 0.99. */
  readonly beta2?: HyperparameterValue;
  /**
   * λ, the share of the weights, times η, taken away in a step. Default: 0;
   * `optax` 0.001.
   */
  readonly weightDecay?: HyperparameterValue;
}

/**
 * Lion: steps of one size in each coordinate, along the sign of a mean of
 * gradients in which the present one weighs more than in the mean that is kept.
 *
 * c_t = β₁·m_{t−1} + (1 − β₁)·g_t, m_t = β₂·m_{t−1} + (1 − β₂)·g_t and
 * w_t = w_{t−1} − η·(sign(c_t) + λ·w_{t−1}), where g_t is the gradient at
 * w_{t−1}, η is `learningRate`, β₁ and β₂ are `beta1` and `beta2`, and λ is
 * `weightDecay`; m_0 = 0. Where c_t is 0 only the decay moves a weight.
 *
 * Variants: all have one formula. The paper has no default for λ, and advises
 * one three to ten times that of AdamW, with η as many times less; it is 0
 * unless given here and in `keras`, 0.001 in `optax`. Keras shrinks the weights
 * before the step: the same but for rounding. optax has no default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `weightDecay` is less than 0.
 * @throws {TypeError} for another variant.
 * @see Chen, Liang, Huang and others (2023), Symbolic discovery of optimization
 * algorithms, algorithm 2.
 *
 * @example
 * ```ts
 * import { lion, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = lion({ learningRate: 0.5, beta1: 0.75, beta2: 0.5 });
 * const w = tensor([1, 1]);
 * const first = optimizer.update(tensor([8, -1]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0.5, 1.5]);
 * // m = [4, −0.5]; c = 0.75 · m + 0.25 · g = [2.5, −0.125]
 * const second = optimizer.update(tensor([-2, 1]), first.state, first.params);
 * assertEquals(second.params.toArray(), [0, 2]);
 * ```
 */
export const lion: Rule<LionOptions, Kept<"m">> = defineOptimizer({
  id: "lion",
  family: "both",
  hyper: {
    learningRate: learningRateOf(1e-4, "the size of every step"),
    beta1: decayOf(0.9, "β₁", "the share of m in the step's direction"),
    beta2: decayOf(0.99, "β₂", "the decay factor of the mean of gradients"),
    weightDecay: amountOf(0, "λ", "the share of the weights taken away"),
  },
  variants: {
    paper: {},
    optax: { learningRate: 0.001, weightDecay: 0.001 },
    keras: { learningRate: 0.001 },
  },
  traits: { coordinatewise: true, odd: true, degree: 0 },
  cite: ["Chen, Liang, Huang and others (2023)"],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, w, state }, { learningRate, beta1, beta2, weightDecay }) => {
    const c = beta1.mul(state.m).add(subtract(1, beta1).mul(g));
    const m = beta2.mul(state.m).add(subtract(1, beta2).mul(g));
    const part = c.sign().add(weightDecay.mul(w));
    return { step: learningRate.mul(part), state: { m } };
  },
});
