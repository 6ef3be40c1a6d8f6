import {
  abs,
  divideOrZero,
  scalar,
  subtract,
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

/** The options of {@linkcode dAdaptation}. */
export interface DAdaptationOptions extends DistanceOptions {
  /**
   * By which root the sum of gradients is scaled: the one with the present
   * gradient in it, or the one before. Default: `new`; `optax` `old`.
   */
  readonly scaledBy?: "new" | "old";
}

/**
 * D-Adaptation of AdamW: Adam that finds its own learning rate, from a lower
 * bound of the distance d to the solution which grows as steps add up.
 *
 * γ_t is γ, or γ·√(1 − β₂ᵗ)/(1 − β₁ᵗ) where the learning rate is corrected.
 * m_t = β₁·m_{t−1} + (1 − β₁)·d_{t−1}·γ_t·g_t,
 * v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t, A_t = √v_t + ε,
 * r_t = √β₂·r_{t−1} + (1 − √β₂)·d_{t−1}·γ_t·⟨g_t, s_{t−1}/A_t⟩,
 * s_t = √β₂·s_{t−1} + (1 − √β₂)·d_{t−1}·γ_t·g_t,
 * d_t = max(d_{t−1}, r_t/((1 − √β₂)·‖s_t‖₁)) and
 * w_t = w_{t−1} − m_t/A_t − λ·d_{t−1}·γ_t·w_{t−1}, where g_t is the gradient at
 * w_{t−1}; inner product and norm are of all tensors together. γ is
 * `learningRate`, β₁ and β₂ are `beta1` and `beta2`, ε is `epsilon`, d₀ is
 * `distance`, in the unit of the weights, and λ is `weightDecay`;
 * m_0 = v_0 = s_0 = 0 and r_0 = 0. What is divided by 0 is 0.
 *
 * Variants: `optax` (`dadapt_adamw`) corrects the learning rate, and scales s by
 * the A of the step before, as the code of the authors does. Where all gradients
 * so far were 0 it divides 0 by 0, and NaN stays in d for good: here d stays.
 *
 * @throws {RangeError} if `learningRate` or `distance` is not greater than 0,
 * `beta1` or `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less
 * than 0.
 * @throws {TypeError} for another variant, `biasCorrection` or `scaledBy`.
 * @see Defazio and Mishchenko (2023), Learning-rate-free learning by
 * D-Adaptation, algorithm 5.
 *
 * @example
 * ```ts
 * import { dAdaptation, minimize, type Tensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const steps = 400; // No learning rate is given.
 * const { loss } = minimize(bowl, tensor([0, 0]), dAdaptation(), { steps });
 * assert(loss < 0.01);
 * ```
 */
export const dAdaptation: TreeRule<
  DAdaptationOptions,
  "m" | "v" | "s",
  "d" | "r"
> = defineTreeOptimizer({
  id: "d-adaptation",
  family: "both",
  hyper: distanceRows,
  choices: { ...corrections, scaledBy: ["new", "old"] },
  variants: {
    paper: {},
    optax: { biasCorrection: "learning-rate", scaledBy: "old" },
  },
  traits: { coordinatewise: false, odd: true, degree: 0, ownStepSize: true },
  cite: ["Defazio and Mishchenko (2023)"],
  init: (w) => ({ m: zerosLike(w), v: zerosLike(w), s: zerosLike(w) }),
  initShared: ({ distance }) => ({ d: distance, r: scalar(0) }),
  step: ({ g, w, state, shared, t }, hyper, { biasCorrection, scaledBy }) => {
    const { beta1, beta2, epsilon, weightDecay } = hyper;
    const rate = shared.d.mul(adamRate(hyper, t, biasCorrection));
    const along = each((g) => rate.mul(g), g);
    const m = movingMeans(beta1, state.m, along);
    const v = movingSquares(beta2, state.v, g);
    const root = (v: Tensor) => v.sqrt().add(epsilon);
    const s = movingMeans(beta2.sqrt(), state.s, along);
    const by = each(root, scaledBy === "new" ? v : state.v);
    const product = innerProduct(along, each(divideOrZero, state.s, by));
    const [r] = movingMeans(beta2.sqrt(), [shared.r], [product]);
    const norm = subtract(1, beta2.sqrt()).mul(total(each(abs, s)));
    const d = shared.d.maximum(divideOrZero(r, norm));
    const part = each((m, v) => divideOrZero(m, root(v)), m, v);
    const decay = weightDecay.mul(rate);
    const step = each((p, w) => p.add(decay.mul(w)), part, w);
    return { step, state: { m, v, s }, shared: { d, r } };
  },
});
