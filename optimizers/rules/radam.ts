import { divideOrZero, where } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { epsilonOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { type Moments, moments, zeroSlots } from "../adam_moments.ts";
import { rectification } from "../rectification.ts";
import { oddInGradients } from "../trait_sets.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode radam}: those of {@linkcode adam} and its own. */
export interface RadamOptions extends AdamOptions {
  /** A set of defaults: `paper`, `torch` or `optax`. */
  readonly variant?: string;
  /** ε, what is added to the root. Default: 0; `torch` and `optax` 1e-8. */
  readonly epsilon?: HyperparameterValue;
  /**
   * From which length ρ_t of the average on steps are rectified: where it is
   * above 4, above 5, or at least 5. Default: `above-4`; `torch` `above-5`,
   * `optax` `from-5`.
   */
  readonly rectified?: "above-4" | "above-5" | "from-5";
  /**
   * What is corrected for moments that start at 0: the moments, or the learning
   * rate, which leaves ε̂ beside the uncorrected root. Default: `moments`;
   * `torch` `learning-rate`.
   */
  readonly biasCorrection?: "moments" | "learning-rate";
}

const above5 = { epsilon: 1e-8, rectified: "above-5" } as const;

/**
 * RAdam: Adam whose steps are rectified for how few gradients their size is
 * estimated from, and plain momentum while these are too few.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t,
 * m̂_t = m_t/(1 − β₁ᵗ), v̂_t = v_t/(1 − β₂ᵗ), ρ_t = ρ − 2·t·β₂ᵗ/(1 − β₂ᵗ) with
 * ρ = 2/(1 − β₂) − 1, and w_t = w_{t−1} − α·r_t·m̂_t/√v̂_t, where
 * r_t = √((ρ_t − 4)·(ρ_t − 2)·ρ/((ρ − 4)·(ρ − 2)·ρ_t)), if ρ_t is above 4, else
 * w_t = w_{t−1} − α·m̂_t; g_t is the gradient at w_{t−1}, α is `learningRate`,
 * β₁ and β₂ are `beta1` and `beta2`; m_0 = v_0 = 0. ρ is ρ_∞ in the paper, which
 * has no ε: where v̂_t = 0 a rectified step is 0.
 *
 * Variants: `torch` rectifies where ρ_t is above 5, from the sixth step on at
 * β₂ = 0.999, and adds ε̂ = 1e-8 to the uncorrected root, √v_t; `optax` where
 * ρ_t is at least 5, with √v̂_t + ε and ε = 1e-8. optax has no default for α. The
 * authors' code rectifies from 5 on too, with PyTorch's ε̂, and before that takes
 * no step unless told to.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant, `rectified` or `biasCorrection`.
 * @see Liu, Jiang, He, Chen, Liu, Gao, Han (2020), On the variance of the
 * adaptive learning rate and beyond, algorithm 2.
 *
 * @example
 * ```ts
 * import { radam, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * // With β₂ = 0.5 the average is never long enough: ρ = 3.
 * const optimizer = radam({ learningRate: 0.5, beta1: 0.5, beta2: 0.5 });
 * const w = tensor([1]);
 * const first = optimizer.update(tensor([2]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0]); // m̂ = 1 / 0.5
 * const second = optimizer.update(tensor([5]), first.state, first.params);
 * assertEquals(second.params.toArray(), [-2]); // m̂ = 3 / 0.75
 * ```
 */
export const radam: Rule<RadamOptions, Moments> = defineOptimizer({
  id: "radam",
  family: "both",
  hyper: { ...adam.definition.hyper, epsilon: epsilonOf(0) },
  choices: {
    rectified: ["above-4", "above-5", "from-5"],
    biasCorrection: ["moments", "learning-rate"],
  },
  variants: {
    paper: {},
    torch: { ...above5, biasCorrection: "learning-rate" },
    optax: { ...above5, rectified: "from-5" },
  },
  traits: oddInGradients,
  cite: ["Liu, Jiang, He, Chen, Liu, Gao, Han (2020)"],
  init: (w) => zeroSlots(w, "m", "v"),
  step: (input, hyper, choices) => {
    const { learningRate, beta1, beta2, epsilon } = hyper;
    const { m, v } = moments(input, hyper);
    const mHat = m.div(biasCorrection(beta1, input.t));
    const correction = biasCorrection(beta2, input.t);
    const hat = choices.biasCorrection === "learning-rate";
    const added = hat ? epsilon.div(correction.sqrt()) : epsilon;
    const root = v.div(correction).sqrt().add(added);
    const { isLong, factor } = rectification(beta2, input.t, choices.rectified);
    const part = where(isLong, factor.mul(divideOrZero(mHat, root)), mHat);
    return { step: learningRate.mul(part), state: { m, v } };
  },
});
