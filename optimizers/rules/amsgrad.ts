import { divideOrZero, maximum } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { epsilonOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { type Moments, moments, zeroSlots } from "../adam_moments.ts";
import { oddInGradients } from "../trait_sets.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode amsgrad}: those of {@linkcode adam} and its own. */
export interface AmsgradOptions extends Omit<AdamOptions, "biasCorrection"> {
  /** A set of defaults: `paper`, `torch`, `optax` or `keras`. */
  readonly variant?: string;
  /**
   * ε, what is added to the root; ε̂ where the learning rate is corrected.
   * Default: 0; `torch` and `optax` 1e-8, `keras` 1e-7.
   */
  readonly epsilon?: HyperparameterValue;
  /**
   * What is corrected for moments that start at 0: nothing, the moments, or the
   * learning rate, which leaves ε̂ beside the uncorrected root. Default: `none`;
   * `torch` and `optax` `moments`, `keras` `learning-rate`.
   */
  readonly biasCorrection?: "none" | "moments" | "learning-rate";
  /**
   * Of what the greatest is kept: of the mean of squares as it is, or as
   * corrected. Default: `uncorrected`; `optax` `corrected`.
   */
  readonly maximumOf?: "uncorrected" | "corrected";
}

const moment = { epsilon: 1e-8, biasCorrection: "moments" } as const;

/**
 * AMSGrad: Adam with the greatest mean of squares so far in place of the
 * present one, so that large gradients are never forgotten.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t,
 * u_t = max(u_{t−1}, v_t) and w_t = w_{t−1} − α·m_t/√u_t, where g_t is the
 * gradient at w_{t−1}, α is `learningRate`, β₁ and β₂ are `beta1` and `beta2`;
 * m_0 = v_0 = u_0 = 0. (In the paper u is v̂.) The paper corrects nothing for
 * that start and has no ε: where u_t = 0 the step is 0. It lets α fall as α/√t
 * and β₁ vary in its theorem; these are schedules here. Its projection onto the
 * set of allowed weights is left out.
 *
 * Variants: `torch` has α·m̂_t/(√û_t + ε) in place of α·m_t/√u_t, where
 * m̂_t = m_t/(1 − β₁ᵗ), û_t = u_t/(1 − β₂ᵗ) and ε = 1e-8. In `optax` the
 * maximum is that of the corrected means, u_t = max(u_{t−1}, v_t/(1 − β₂ᵗ)),
 * which keeps the first, least certain ones. `keras` corrects the learning rate:
 * it adds ε̂ = 1e-7 to the uncorrected √u_t. optax has no default for α.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant, `biasCorrection` or `maximumOf`.
 * @see Reddi, Kale, Kumar (2018), On the convergence of Adam and beyond,
 * algorithm 2.
 *
 * @example
 * ```ts
 * import { amsgrad, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { learningRate: 0.5, beta1: 0, beta2: 0.75 };
 * const optimizer = amsgrad(hyper);
 * const w = tensor([0]);
 * const first = optimizer.update(tensor([8]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [-1]); // u = 0.25 · 64
 * // v falls to 0.75 · 16 + 0.25 · 0; u stays.
 * const second = optimizer.step(tensor([0]), first.state, first.params);
 * assertEquals(second.state.slots.v.toArray(), [12]);
 * assertEquals(second.state.slots.u.toArray(), [16]);
 * ```
 */
export const amsgrad: Rule<AmsgradOptions, Moments<"u">> = defineOptimizer({
  id: "amsgrad",
  family: "both",
  hyper: { ...adam.definition.hyper, epsilon: epsilonOf(0) },
  choices: {
    biasCorrection: ["none", "moments", "learning-rate"],
    maximumOf: ["uncorrected", "corrected"],
  },
  variants: {
    paper: {},
    torch: moment,
    optax: { ...moment, maximumOf: "corrected" },
    keras: { epsilon: 1e-7, biasCorrection: "learning-rate" },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Reddi, Kale, Kumar (2018)"],
  init: (w) => zeroSlots(w, "m", "v", "u"),
  step: (input, hyper, choices) => {
    const { state, t } = input;
    const { m, v } = moments(input, hyper);
    const corrected = choices.biasCorrection !== "none";
    const correction = biasCorrection(hyper.beta2, t, corrected);
    const early = choices.maximumOf === "corrected";
    const u = maximum(state.u, early ? v.div(correction) : v);
    const root = (early ? u : u.div(correction)).sqrt();
    const hat = choices.biasCorrection === "learning-rate";
    const added = hat ? hyper.epsilon.div(correction.sqrt()) : hyper.epsilon;
    const mHat = m.div(biasCorrection(hyper.beta1, t, corrected));
    const part = divideOrZero(mHat, root.add(added));
    return { step: hyper.learningRate.mul(part), state: { m, v, u } };
  },
});
