import {
  divideOrZero,
  scalar,
  subtract,
  type Tensor,
} from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { amountOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { type Moments, moments, zeroSlots } from "../adam_moments.ts";
import { risingInertia } from "../rising_inertia.ts";
import { oddInGradients } from "../trait_sets.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode nadam}: those of {@linkcode adam} and its own. */
export interface NadamOptions extends Omit<AdamOptions, "biasCorrection"> {
  /** A set of defaults: `paper`, `torch`, `optax` or `keras`. */
  readonly variant?: string;
  /** α, the size of a step. Default: 0.002; `optax` and `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /**
   * β₁, what the inertia μ_t rises to. Default: 0.99; `torch`, `optax` and
   * `keras` 0.9.
   */
  readonly beta1?: HyperparameterValue;
  /** ψ, how fast the inertia rises. Default: 0.004; `keras` 1. */
  readonly momentumDecay?: HyperparameterValue;
  /**
   * The inertia: rising from β₁/2 to β₁, with moments as published, in which m
   * decays by μ_t and v̂ has another factor of β₂; rising, with Adam's moments;
   * or β₁ in all steps. Default: `published`; `torch` and `keras` `rising`,
   * `optax` `constant`.
   */
  readonly inertia?: "published" | "rising" | "constant";
}

/**
 * NAdam: Adam with Nesterov's look ahead in place of plain momentum.
 *
 * μ_t = β₁·(1 − 0.96^(ψ·t)/2), m_t = μ_t·m_{t−1} + (1 − μ_t)·g_t,
 * v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t, p_t = μ_t·p_{t−1},
 * m̂_t = μ_{t+1}·m_t/(1 − μ_{t+1}·p_t) + (1 − μ_t)·g_t/(1 − p_t),
 * v̂_t = β₂·v_t/(1 − β₂ᵗ) and w_t = w_{t−1} − α·m̂_t/(√v̂_t + ε), where g_t is
 * the gradient at w_{t−1}, α is `learningRate`, β₁ and β₂ are `beta1` and
 * `beta2`, ψ is `momentumDecay` and ε is `epsilon`; m_0 = v_0 = 0 and p_0 = 1.
 * (In the paper v is n, β₂ is ν, β₁ is μ and ψ is 1/250.) The second factor of
 * β₂ is the paper's. Where the denominator is 0 the step is 0.
 *
 * Variants: the libraries have m_t = β₁·m_{t−1} + (1 − β₁)·g_t and
 * v̂_t = v_t/(1 − β₂ᵗ). `torch` has the paper's μ_t, with β₁ = 0.9; `keras` has
 * ψ = 1, so that μ_t is β₁ after a hundred steps, and ε = 1e-7; in `optax`
 * μ_t = β₁ in all steps. PyTorch up to 1.13.1 had μ_t twice in p_t·μ_{t+1}.
 * optax has no default for α.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or another hyperparameter is less than 0.
 * @throws {TypeError} for another variant or `inertia`.
 * @see Dozat (2016), Incorporating Nesterov momentum into Adam, algorithm 2.
 *
 * @example
 * ```ts
 * import { nadam, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0 };
 * const optimizer = nadam({ variant: "optax", ...hyper });
 * const [w, g] = [tensor([0]), tensor([3])];
 * const { step, state } = optimizer.step(g, optimizer.init(w), w);
 * assertEquals(state.slots.m.toArray(), [1.5]);
 * // 0.5 · 1.5 / 0.75 + 0.5 · 3 / 0.5, over 3
 * assertEquals(step.toArray(), [4 / 3]);
 * ```
 */
export const nadam: Rule<NadamOptions, Moments<"p">> = defineOptimizer({
  id: "nadam",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    momentumDecay: amountOf(0.004, "ψ", "how fast the inertia rises"),
  },
  choices: { inertia: ["published", "rising", "constant"] },
  variants: {
    paper: { learningRate: 0.002, beta1: 0.99 },
    torch: { learningRate: 0.002, inertia: "rising" },
    optax: { inertia: "constant" },
    keras: { epsilon: 1e-7, momentumDecay: 1, inertia: "rising" },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Dozat (2016)"],
  init: (w) => ({ ...zeroSlots(w, "m", "v"), p: scalar(1) }),
  step: (input, hyper, { inertia }) => {
    const { g, state, t } = input;
    const { beta1, beta2, momentumDecay } = hyper;
    const published = inertia === "published";
    const muAt = (t: Tensor) =>
      inertia === "constant" ? beta1 : risingInertia(beta1, momentumDecay, t);
    const [mu, next] = [muAt(t), muAt(t.add(1))];
    const { m, v } = moments(input, { beta1: published ? mu : beta1, beta2 });
    const p = mu.mul(state.p.asScalar());
    const ahead = next.mul(m).div(subtract(1, next.mul(p)));
    const mHat = ahead.add(subtract(1, mu).mul(g).div(subtract(1, p)));
    const vHat = (published ? beta2.mul(v) : v).div(biasCorrection(beta2, t));
    const part = divideOrZero(mHat, vHat.sqrt().add(hyper.epsilon));
    return { step: hyper.learningRate.mul(part), state: { m, v, p } };
  },
});
