import { divideOrZero, subtract, zerosLike } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { amountOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";
import { adam } from "./adam.ts";

/** The options of {@linkcode adabelief}. */
export interface AdabeliefOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** α, the size of a step. Default: 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the decay factor of the mean of gradients. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the mean of squares. Default: 0.999. */
  readonly beta2?: HyperparameterValue;
  /** ε, what is added to the root. Default: 1e-8; `optax` 1e-16. */
  readonly epsilon?: HyperparameterValue;
  /** ε′, what is added to s in each step. Default: 1e-8; `optax` 1e-16. */
  readonly epsilonRoot?: HyperparameterValue;
}

/**
 * AdaBelief: Adam whose steps are scaled by how far gradients were from what
 * their mean had led to expect, in place of how large they were.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, d_t = g_t − m_t,
 * s_t = β₂·s_{t−1} + (1 − β₂)·d_t ⊙ d_t + ε′, m̂_t = m_t/(1 − β₁ᵗ),
 * ŝ_t = s_t/(1 − β₂ᵗ) and w_t = w_{t−1} − α·m̂_t/(√ŝ_t + ε), where g_t is the
 * gradient at w_{t−1}, α is `learningRate`, β₁ and β₂ are `beta1` and `beta2`,
 * ε is `epsilon` and ε′ is `epsilonRoot`; m_0 = s_0 = 0. Where the denominator
 * is 0 the step is 0. The paper has one ε for both; what is added in each step
 * adds up to ε′/(1 − β₂) in s.
 *
 * Variants: `optax` has the same formula with ε = ε′ = 1e-16, and no default
 * for α. So has the authors' package, but for their RAdam's rectification, which
 * it can be told to leave out.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` or `epsilonRoot` is less than 0.
 * @throws {TypeError} for another variant.
 * @see Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan (2020),
 * AdaBelief optimizer: Adapting stepsizes by the belief in observed gradients,
 * algorithm 2.
 *
 * @example
 * ```ts
 * import { adabelief, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { beta1: 0.5, beta2: 0.75, epsilon: 0, epsilonRoot: 0 };
 * const optimizer = adabelief({ learningRate: 0.5, ...hyper });
 * const w = tensor([3]);
 * const { params, state } = optimizer.update(tensor([8]), optimizer.init(w), w);
 * assertEquals(state.slots.s.toArray(), [4]); // 0.25 · (8 − 4)²
 * assertEquals(params.toArray(), [2]); // 3 − 0.5 · 8 / √(4 / 0.25)
 * ```
 */
export const adabelief: Rule<
  AdabeliefOptions,
  Kept<"m" | "s">
> = defineOptimizer({
  id: "adabelief",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    epsilonRoot: amountOf(1e-8, "ε′", "what is added to s in each step"),
  },
  variants: { paper: {}, optax: { epsilon: 1e-16, epsilonRoot: 1e-16 } },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan (2020)"],
  init: (w) => ({ m: zerosLike(w), s: zerosLike(w) }),
  step: ({ g, state, t }, hyper) => {
    const { learningRate, beta1, beta2, epsilon, epsilonRoot } = hyper;
    const m = beta1.mul(state.m).add(subtract(1, beta1).mul(g));
    const square = g.sub(m).square();
    const s = beta2.mul(state.s).add(subtract(1, beta2).mul(square))
      .add(epsilonRoot);
    const mHat = m.div(biasCorrection(beta1, t));
    const sHat = s.div(biasCorrection(beta2, t));
    const part = divideOrZero(mHat, sHat.sqrt().add(epsilon));
    return { step: learningRate.mul(part), state: { m, s } };
  },
});
