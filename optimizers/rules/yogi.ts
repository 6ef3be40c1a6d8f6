import { divideOrZero, subtract, where } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { amountOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { mean, type Moments, startingSlots } from "../adam_moments.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode yogi}: those of {@linkcode adam} and its own. */
export interface YogiOptions extends Omit<AdamOptions, "biasCorrection"> {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** α, the size of a step. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** β₂: 1 − β₂ is the share of g² by which v changes. Default: 0.999. */
  readonly beta2?: HyperparameterValue;
  /** ε, what is added to the root. Default: 1e-3. */
  readonly epsilon?: HyperparameterValue;
  /** m_0 and v_0, what both start from. Default: 0; `optax` 1e-6. */
  readonly initialAccumulator?: HyperparameterValue;
  /**
   * Whether moments are corrected for having started at 0. Default: `none`;
   * `optax` `moments`.
   */
  readonly biasCorrection?: "none" | "moments";
}

/**
 * Yogi: Adam whose measure of the gradients' size comes nearer to the present
 * one by a share of the gradient's square, not of the difference, so that it
 * falls slowly however small gradients become.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t,
 * v_t = v_{t−1} − (1 − β₂)·sign(v_{t−1} − g_t ⊙ g_t)·g_t ⊙ g_t and
 * w_t = w_{t−1} − α·m_t/(√v_t + ε), where g_t is the gradient at w_{t−1}, α is
 * `learningRate`, β₁ and β₂ are `beta1` and `beta2`, and ε is `epsilon`;
 * m_0 = v_0 = κ, `initialAccumulator`, which is 0. Where the denominator is 0 the
 * step is 0; where g_t ⊙ g_t has overflowed v_t is infinite, and stays so.
 *
 * Variants: `optax` corrects both moments, m_t/(1 − β₁ᵗ) and v_t/(1 − β₂ᵗ), and
 * starts both from 1e-6, m too: a parameter without gradients moves there. It
 * has no default for α; the paper's experiments have 0.01.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` or `initialAccumulator` is less than
 * 0.
 * @throws {TypeError} for another variant or `biasCorrection`.
 * @see Zaheer, Reddi, Sachan, Kale, Kumar (2018), Adaptive methods for
 * nonconvex optimization, algorithm 2.
 *
 * @example
 * ```ts
 * import { tensor, yogi } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { learningRate: 0.5, beta1: 0, beta2: 0.75, epsilon: 0 };
 * const optimizer = yogi(hyper);
 * const w = tensor([2]);
 * const first = optimizer.update(tensor([8]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [1]); // v = 0 + 0.25 · 64
 * const second = optimizer.update(tensor([2]), first.state, first.params);
 * assertEquals(second.state.slots.v.toArray(), [15]); // 16 − 0.25 · 4
 * ```
 */
export const yogi: Rule<YogiOptions, Moments> = defineOptimizer({
  id: "yogi",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    learningRate: learningRateOf(0.01, "the size of a step", "α"),
    epsilon: epsilonOf(1e-3),
    initialAccumulator: amountOf(0, "κ", "what m and v start from"),
  },
  choices: { biasCorrection: ["none", "moments"] },
  variants: {
    paper: {},
    optax: { initialAccumulator: 1e-6, biasCorrection: "moments" },
  },
  traits: { coordinatewise: true, ignoresWeights: true, degree: 0 },
  cite: ["Zaheer, Reddi, Sachan, Kale, Kumar (2018)"],
  init: (w, { initialAccumulator: x }) => startingSlots(w, { m: x, v: x }),
  step: ({ g, state, t }, { learningRate, beta1, beta2, epsilon }, choices) => {
    const corrected = choices.biasCorrection === "moments";
    const m = mean(beta1, state.m, g);
    const square = g.square();
    const toward = state.v.sub(square).sign().mul(square);
    const next = state.v.sub(subtract(1, beta2).mul(toward));
    const v = where(square.isFinite(), next, square);
    const mHat = m.div(biasCorrection(beta1, t, corrected));
    const vHat = v.div(biasCorrection(beta2, t, corrected));
    const part = divideOrZero(mHat, vHat.sqrt().add(epsilon));
    return { step: learningRate.mul(part), state: { m, v } };
  },
});
