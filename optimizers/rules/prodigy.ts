import {
  abs,
  divideOrZero,
  scalar,
  type Tensor,
  zerosLike,
} from "../../autodiff/mod.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import {
  adamRate,
  corrections,
  type DistanceOptions,
  distanceRows,
} from "../distance.ts";
import { movingMeans, movingSquares } from "../moment_lists.ts";
import { each, innerProduct, total } from "../whole_tree.ts";

/** The options of {@linkcode prodigy}. */
export interface ProdigyOptions extends DistanceOptions {
  /**
   * Which estimate ε is multiplied by: the one that the step is taken with, or
   * the one that it leads to. Default: `old`; `optax` `new`.
   */
  readonly epsilonScale?: "old" | "new";
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
 * Variants: `optax` (`prodigy`) corrects the learning rate, and multiplies ε by
 * d_t, as the code of the authors does. Where all gradients so far were 0 it
 * divides 0 by 0, and NaN stays in d for good: here d stays. Its
 * `estim_lr_coef` is 1 and its `safeguard_warmup` off unless given; both are
 * left out here.
 *
 * @throws {RangeError} if `learningRate` or `distance` is not greater than 0,
 * `beta1` or `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less
 * than 0.
 * @throws {TypeError} for another variant, `biasCorrection` or `epsilonScale`.
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
  choices: { ...corrections, epsilonScale: ["old", "new"] },
  variants: {
    paper: {},
    optax: { biasCorrection: "learning-rate", epsilonScale: "new" },
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
    const s = movingMeans(beta2.sqrt(), state.s, along);
    const way = each((a, w) => a.sub(w), state.w0, w);
    const product = innerProduct(along, way);
    const [r] = movingMeans(beta2.sqrt(), [shared.r], [product]);
    const d = shared.d.maximum(divideOrZero(r, total(each(abs, s))));
    const added = epsilon.mul(choices.epsilonScale === "old" ? shared.d : d);
    const root = (v: Tensor) => v.sqrt().add(added);
    const part = each((m, v) => divideOrZero(m, root(v)), m, v);
    const step = each((p, w) => rate.mul(p.add(weightDecay.mul(w))), part, w);
    return { step, state: { ...state, m, v, s }, shared: { d, r } };
  },
});
