import { divideOrZero, scalar, zerosLike } from "../../autodiff/mod.ts";
import { adaptedForms } from "../adapted_forms.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import {
  adamRate,
  adaptedChoices,
  type AdaptedOptions,
  decayed,
  distanceRows,
} from "../distance.ts";
import { movingMeans } from "../moment_lists.ts";
import { each, innerProduct } from "../whole_tree.ts";

/** The options of {@linkcode dAdaptation}. */
export interface DAdaptationOptions extends AdaptedOptions {
  /** A set of defaults: `paper`, `sgd`, `optax` or `dadaptation`. */
  readonly variant?: string;
}

/**
 * D-Adaptation: Adam, or gradient descent, that finds its own learning rate, from
 * a lower bound of the distance d to the solution which grows as steps add up.
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
 * `distance` (δ), in the unit of the weights, and λ is `weightDecay`;
 * m_0 = v_0 = s_0 = 0 and r_0 = 0. What is divided by 0 is 0.
 *
 * Variants: `sgd` is the paper's algorithm for gradient descent with momentum β₁
 * (β there). It divides gradients by ‖g_1‖, the norm of the first that is not 0,
 * which is kept in v, and has no A: m_t = β₁·m_{t−1} + (1 − β₁)·u_t and
 * w_t = w_{t−1} − m_t, s_t = s_{t−1} + u_t, r_t = r_{t−1} + ⟨u_t, s_{t−1}⟩ and
 * d_t = max(d_{t−1}, 2·r_t/‖s_t‖), where u_t = d_{t−1}·γ·g_t/‖g_1‖. With the
 * paper's z_t = w_0 − s_t this is its w_t = β·w_{t−1} + (1 − β)·z_t. An element
 * beyond 10⁴⁰·‖g_1‖ (10⁶ in float32) counts as that, so that d stays finite.
 *
 * `dadaptation` is the authors' package: its Adam scales s by the A of the step
 * before, and adds λ·w to the gradient unless told to decouple it, as
 * `weightDecayPlacement: "outside"` does. Its SGD is `sgd`, with β₁ = 0 unless
 * given, and leaves λ·w out of ‖g_1‖. `optax` (`dadapt_adamw`) scales by the A of
 * the step before too, and corrects the learning rate, which the package does
 * where asked. Where all gradients so far were 0 optax divides 0 by 0, and NaN
 * stays in d for good; the package's SGD divides by 0 if the first is: here d
 * stays.
 *
 * @throws {RangeError} if `learningRate` or `distance` is not greater than 0,
 * `beta1` or `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less
 * than 0.
 * @throws {TypeError} for another variant, `base`, `biasCorrection`, `scaledBy` or
 * `weightDecayPlacement`.
 * @see Defazio and Mishchenko (2023), Learning-rate-free learning by
 * D-Adaptation, algorithms 4 (SGD) and 5 (Adam).
 *
 * @example
 * ```ts
 * import { dAdaptation, minimize, type Tensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const steps = 400; // No learning rate is given.
 * for (const variant of ["paper", "sgd"]) {
 *   const optimizer = dAdaptation({ variant });
 *   assert(minimize(bowl, tensor([0, 0]), optimizer, { steps }).loss < 0.01);
 * }
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
  choices: adaptedChoices,
  variants: {
    paper: {},
    sgd: { base: "sgd", weightDecayPlacement: "inside" },
    optax: { biasCorrection: "learning-rate", scaledBy: "old" },
    dadaptation: { scaledBy: "old", weightDecayPlacement: "inside" },
  },
  traits: { coordinatewise: false, odd: true, degree: 0, ownStepSize: true },
  cite: ["Defazio and Mishchenko (2023)"],
  init: (w) => ({ m: zerosLike(w), v: zerosLike(w), s: zerosLike(w) }),
  initShared: ({ distance }) => ({ d: distance, r: scalar(0) }),
  step: ({ g: gradient, w, state, shared, t }, hyper, choices) => {
    const form = adaptedForms[choices.base](hyper);
    const inside = choices.weightDecayPlacement === "inside";
    const g = inside ? decayed(gradient, w, hyper.weightDecay) : gradient;
    const v = form.squares(state.v, g);
    const rate = shared.d.mul(adamRate(hyper, t, choices.biasCorrection));
    const along = each((g) => rate.mul(g), form.summands(g, v));
    const m = movingMeans(hyper.beta1, state.m, along);
    const s = form.gathered(state.s, along);
    const by = choices.scaledBy === "new" ? v : state.v;
    const product = innerProduct(along, each(form.over, state.s, by));
    const [r] = form.gathered([shared.r], [product]);
    const d = shared.d.maximum(divideOrZero(r, form.size(s)));
    const part = each(form.over, m, v);
    const step = inside ? part : decayed(part, w, hyper.weightDecay.mul(rate));
    return { step, state: { m, v, s }, shared: { d, r } };
  },
});
