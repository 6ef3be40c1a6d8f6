import { abs, divideOrZero, scalar, zerosLike } from "../../autodiff/mod.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import {
  adamRate,
  distanceRows,
  growingChoices,
  type GrowingOptions,
} from "../distance.ts";
import { movingMeans, movingSquares } from "../moment_lists.ts";
import { each, innerProduct, total } from "../whole_tree.ts";

/** The options of {@linkcode prodigy}. */
export interface ProdigyOptions extends GrowingOptions {
  /** A set of defaults: `paper`, `optax` or `prodigyopt`. */
  readonly variant?: string;
}

/**
 * Prodigy: Adam that finds its own learning rate, from a lower bound of the
 * distance d to the solution that grows faster than D-Adaptation's.
 *
 * γ_t is γ, or γ·√(1 − β₂ᵗ)/(1 − β₁ᵗ) where the learning rate is corrected.
 * m_t = β₁·m_{t−1} + (1 − β₁)·d_{t−1}·g_t,
 * v_t = β₂·v_{t−1} + (1 − β₂)·d_{t−1}²·g_t ⊙ g_t,
 * r_t = √β₂·r_{t−1} + (1 − √β₂)·γ_t·d_{t−1}²·⟨g_t, w_0 − w_{t−1}⟩,
 * s_t = √β₂·s_{t−1} + (1 − √β₂)·γ_t·d_{t−1}²·g_t,
 * d_t = max(d_{t−1}, r_t/‖s_t‖₁) and
 * w_t = w_{t−1} − γ_t·d_{t−1}·(m_t/(√v_t + d_{t−1}·ε) + λ·w_{t−1}), where g_t is
 * the gradient at w_{t−1}; inner product and norm are of all tensors together. γ
 * is `learningRate`, β₁ and β₂ are `beta1` and `beta2`, ε is `epsilon`, d₀ is
 * `distance` (δ), in the unit of the weights, and λ is `weightDecay`;
 * m_0 = v_0 = s_0 = 0 and r_0 = 0. What is divided by 0 is 0.
 *
 * With `safeguardWarmup` s is √β₂·s_{t−1} + (1 − √β₂)·d_{t−1}²·g_t: while γ is
 * still small r is as small, and so is d.
 *
 * Variants: `prodigyopt`, the authors' package, multiplies ε by d_t, and so does
 * `optax` (`prodigy`), which also corrects the learning rate; the package does so
 * where asked. Where all gradients so far were 0 optax divides 0 by 0, and NaN
 * stays in d for good: here d stays. A factor of the estimate (`d_coef`,
 * `estim_lr_coef`), 1 unless given, and a bound of its growth are left out here.
 *
 * @throws {RangeError} if `learningRate` or `distance` is not greater than 0,
 * `beta1` or `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less
 * than 0.
 * @throws {TypeError} for another variant, `biasCorrection`, `epsilonScale` or
 * `safeguardWarmup`.
 * @see Mishchenko and Defazio (2024), Prodigy: An expeditiously adaptive
 * parameter-free learner, algorithm 4.
 *
 * @example
 * ```ts
 * import { minimize, prodigy, type Tensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const steps = 400; // No learning rate is given.
 * const { loss } = minimize(bowl, tensor([0, 0]), prodigy(), { steps });
 * assert(loss < 0.01);
 * ```
 */
export const prodigy: TreeRule<
  ProdigyOptions,
  "m" | "v" | "s" | "w0",
  "d" | "r"
> = defineTreeOptimizer({
  id: "prodigy",
  family: "both",
  hyper: distanceRows,
  choices: growingChoices,
  variants: {
    paper: {},
    optax: { biasCorrection: "learning-rate", epsilonScale: "new" },
    prodigyopt: { epsilonScale: "new" },
  },
  traits: { coordinatewise: false, odd: true, degree: 0, ownStepSize: true },
  cite: ["Mishchenko and Defazio (2024)"],
  init: (w) => ({ m: zerosLike(w), v: zerosLike(w), s: zerosLike(w), w0: w }),
  initShared: ({ distance }) => ({ d: distance, r: scalar(0) }),
  step: ({ g, w, state, shared, t }, hyper, choices) => {
    const { beta1, beta2, epsilon, weightDecay } = hyper;
    const rate = shared.d.mul(adamRate(hyper, t, choices.biasCorrection));
    const scaled = each((g) => shared.d.mul(g), g);
    const m = movingMeans(beta1, state.m, scaled);
    const v = movingSquares(beta2, state.v, scaled);
    const along = each((g) => rate.mul(g), scaled);
    const share = choices.safeguardWarmup === "on" ? shared.d : rate;
    const sum = each((g) => share.mul(g), scaled);
    const s = movingMeans(beta2.sqrt(), state.s, sum);
    const product = innerProduct(along, each((a, w) => a.sub(w), state.w0, w));
    const [r] = movingMeans(beta2.sqrt(), [shared.r], [product]);
    const d = shared.d.maximum(divideOrZero(r, total(each(abs, s))));
    const by = epsilon.mul(choices.epsilonScale === "old" ? shared.d : d);
    const part = each((m, v) => divideOrZero(m, v.sqrt().add(by)), m, v);
    const step = each((p, w) => rate.mul(p.add(weightDecay.mul(w))), part, w);
    return { step, state: { ...state, m, v, s }, shared: { d, r } };
  },
});
