import { divideOrZero, where } from "../../autodiff/mod.ts";
import { begunMeans } from "../begun_means.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { amountOf, decayOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { type Moments, zeroSlots } from "../adam_moments.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode adan}: some of {@linkcode adam}, and its own. */
export interface AdanOptions
  extends Pick<AdamOptions, "learningRate" | "epsilon"> {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** β₁, the decay factor of the mean of gradients. Default: 0.98. */
  readonly beta1?: HyperparameterValue;
  /** β₂, that of the mean of their differences. Default: 0.92. */
  readonly beta2?: HyperparameterValue;
  /** β₃, that of the mean of squares. Default: 0.99. */
  readonly beta3?: HyperparameterValue;
  /** λ, the decay of the weights. Default: 0.02; `optax` 0. */
  readonly weightDecay?: HyperparameterValue;
  /**
   * As published: means begin with the first number they meet, and the weights
   * are divided by 1 + α·λ after the step. Or corrected: means begin with 0 and
   * are corrected for it, ε is added under the root too, and α·λ times the
   * weights is part of the step. Default: `published`; `optax` `corrected`.
   */
  readonly form?: "published" | "corrected";
}

/**
 * Adan: Nesterov's look ahead from differences of successive gradients, each
 * coordinate's step scaled by the recent size of the gradient looked ahead.
 *
 * y_t = g_t − g_{t−1}, m_t = β₁·m_{t−1} + (1 − β₁)·g_t,
 * d_t = β₂·d_{t−1} + (1 − β₂)·y_t,
 * v_t = β₃·v_{t−1} + (1 − β₃)·(g_t + β₂·y_t)² and
 * w_t = (w_{t−1} − α·(m_t + β₂·d_t)/(√v_t + ε))/(1 + α·λ), where g_t is the
 * gradient at w_{t−1}, α is `learningRate`, β₁, β₂ and β₃ are `beta1`, `beta2`
 * and `beta3`, ε is `epsilon` and λ is `weightDecay`; y_1 = d_1 = 0, and the
 * means begin as m_1 = g_1, v_1 = g_1 ⊙ g_1 and d_2 = y_2. Where the denominator
 * is 0 so is its part of the step. (In the paper v is n, d is v, α is η, β
 * stands for 1 − β here, and the first gradient is g_0.) The paper's restarts
 * are left out; its experiments have λ = 0.02 for the most part.
 *
 * Variants: in `optax` means start from 0 and are corrected, as in the authors'
 * program, which has λ = 0 unless told: m_t/(1 − β₁ᵗ), d_t/(1 − β₂ᵗ), v_t/(1 − β₃ᵗ). The root is
 * √(v̂_t + ε) + ε, where optax has an ε each, both 1e-8, and the decay, 0 unless
 * it is given, is α·λ·w_{t−1} in the step. `optax` is what optax means: as of
 * 0.2.8 it has 1 − β₂ where β₂ stands beside y_t and d_t, having taken the
 * paper's 1 − β for its own. optax has no default for α.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1`, `beta2`
 * or `beta3` is not in [0, 1), or `epsilon` or `weightDecay` is less than 0.
 * @throws {TypeError} for another variant or `form`.
 * @see Xie, Zhou, Li, Lin, Yan (2024), Adan: Adaptive Nesterov momentum
 * algorithm for faster optimizing deep models, algorithm 1.
 *
 * @example
 * ```ts
 * import { adan, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const betas = { beta1: 0.5, beta2: 0.5, beta3: 0.75 };
 * const optimizer = adan({ learningRate: 1, epsilon: 0, weightDecay: 0, ...betas });
 * const w = tensor([0]);
 * const first = optimizer.update(tensor([4]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [-1]); // m = 4, v = 16
 * const second = optimizer.step(tensor([8]), first.state, first.params);
 * // m = 6, d = 4, v = 0.75 · 16 + 0.25 · (8 + 0.5 · 4)²
 * assertEquals(second.step.toArray(), [8 / Math.sqrt(37)]);
 * ```
 */
export const adan: Rule<AdanOptions, Moments<"d" | "g">> = defineOptimizer({
  id: "adan",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    beta1: decayOf(0.98, "β₁", "the decay factor of the mean of gradients"),
    beta2: decayOf(0.92, "β₂", "that of the mean of their differences"),
    beta3: decayOf(0.99, "β₃", "that of the mean of squares"),
    weightDecay: amountOf(0.02, "λ", "the decay of the weights"),
  },
  choices: { form: ["published", "corrected"] },
  variants: { paper: {}, optax: { weightDecay: 0, form: "corrected" } },
  traits: { coordinatewise: true, odd: true, degree: 0 },
  cite: ["Xie, Zhou, Li, Lin, Yan (2024)"],
  init: (w) => zeroSlots(w, "m", "v", "d", "g"),
  step: ({ g, w, state, t }, hyper, { form }) => {
    const { learningRate: alpha, beta2, epsilon, weightDecay } = hyper;
    const published = form === "published";
    const mean = begunMeans(published ? "first" : "zero", t);
    const y = where(t.greater(1), g.sub(state.g), 0);
    const m = mean(hyper.beta1, state.m, g);
    const d = mean(beta2, state.d, y, 2);
    const v = mean(hyper.beta3, state.v, g.add(beta2.mul(y)).square());
    const root = (published ? v.hat : v.hat.add(epsilon)).sqrt().add(epsilon);
    const part = divideOrZero(m.hat.add(beta2.mul(d.hat)), root);
    const both = alpha.mul(part.add(weightDecay.mul(w)));
    const step = published ? both.div(alpha.mul(weightDecay).add(1)) : both;
    return { step, state: { m: m.next, v: v.next, d: d.next, g } };
  },
});
