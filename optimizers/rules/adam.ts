import { divideOrZero, subtract, zerosLike } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { decayOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode adam}. */
export interface AdamOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /** α, the size of a step. Default: 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the decay factor of the mean of gradients. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the mean of squares. Default: 0.999. */
  readonly beta2?: HyperparameterValue;
  /**
   * ε, what is added to the root; ε̂ where the learning rate is corrected.
   * Default: 1e-8; `keras` and `tfjs` 1e-7.
   */
  readonly epsilon?: HyperparameterValue;
  /**
   * What is corrected for moments that start at 0: the moments, or the learning
   * rate, which leaves ε̂ beside the uncorrected root. Default: `moments`;
   * `keras` `learning-rate`.
   */
  readonly biasCorrection?: "moments" | "learning-rate";
}

/**
 * Adam: the mean of past gradients, scaled by their recent size, both corrected
 * for having started at 0.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t,
 * m̂_t = m_t/(1 − β₁ᵗ), v̂_t = v_t/(1 − β₂ᵗ) and
 * w_t = w_{t−1} − α·m̂_t/(√v̂_t + ε), where g_t is the gradient at w_{t−1}, α is
 * `learningRate`, β₁ and β₂ are `beta1` and `beta2`, and ε is `epsilon`;
 * m_0 = v_0 = 0. Where the denominator is 0 the step is 0.
 *
 * Variants: `torch`, `optax` and `tfjs` have the paper's formula, `tfjs` with
 * ε = 1e-7. `keras` has the form that the paper ends its section 2 with:
 * α_t = α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and w_t = w_{t−1} − α_t·m_t/(√v_t + ε̂), where
 * ε̂ is `epsilon`, 1e-7: the same as ε = ε̂/√(1 − β₂ᵗ) above, which is how it is
 * computed here. optax has no default for α; what it can add under the root,
 * `eps_root`, is 0 unless given and is left out here.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant or `biasCorrection`.
 * @see Kingma and Ba (2015), Adam: A method for stochastic optimization,
 * algorithm 1.
 *
 * @example
 * ```ts
 * import { adam, tensor } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const optimizer = adam({ learningRate: 0.5, epsilon: 0 });
 * const w = tensor([1, 1, 1]);
 * const g = tensor([4, -0.25, 0]);
 * const { params } = optimizer.update(g, optimizer.init(w), w);
 * // The first step is α·sign(g), whatever the size of g.
 * const [a, b, c] = params.toArray() as number[];
 * assertAlmostEquals(a, 0.5);
 * assertAlmostEquals(b, 1.5);
 * assertEquals(c, 1);
 * ```
 */
export const adam: Rule<AdamOptions, Kept<"m" | "v">> = defineOptimizer({
  id: "adam",
  family: "both",
  hyper: {
    learningRate: learningRateOf(0.001, "the size of a step", "α"),
    beta1: decayOf(0.9, "β₁", "the decay factor of the mean of gradients"),
    beta2: decayOf(0.999, "β₂", "the decay factor of the mean of squares"),
    epsilon: epsilonOf(1e-8),
  },
  choices: { biasCorrection: ["moments", "learning-rate"] },
  variants: {
    paper: {},
    torch: {},
    optax: {},
    keras: { epsilon: 1e-7, biasCorrection: "learning-rate" },
    tfjs: { epsilon: 1e-7 },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Kingma and Ba (2015)"],
  init: (w) => ({ m: zerosLike(w), v: zerosLike(w) }),
  step: ({ g, state, t }, { learningRate, beta1, beta2, epsilon }, choices) => {
    const m = beta1.mul(state.m).add(subtract(1, beta1).mul(g));
    const v = beta2.mul(state.v).add(subtract(1, beta2).mul(g.square()));
    const mHat = m.div(biasCorrection(beta1, t));
    const correction = biasCorrection(beta2, t);
    const vHat = v.div(correction);
    const hat = choices.biasCorrection === "learning-rate";
    const added = hat ? epsilon.div(correction.sqrt()) : epsilon;
    const part = divideOrZero(mHat, vHat.sqrt().add(added));
    return { step: learningRate.mul(part), state: { m, v } };
  },
});
