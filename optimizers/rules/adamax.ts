import {
  divideOrZero,
  maximum,
  subtract,
  zerosLike,
} from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { decayOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode adamax}. */
export interface AdamaxOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /** α, the size of a step. Default: 0.002; `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the decay factor of the mean of gradients. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the greatest gradient. Default: 0.999. */
  readonly beta2?: HyperparameterValue;
  /**
   * ε, what is added to the denominator. Default: 0; `torch` and `optax` 1e-8,
   * `keras` and `tfjs` 1e-7.
   */
  readonly epsilon?: HyperparameterValue;
  /**
   * Whether ε is added to u, or to |g| inside of the maximum. Default:
   * `outside`; `torch` and `optax` `inside`.
   */
  readonly epsilonPlacement?: "outside" | "inside";
}

/**
 * Adamax: Adam with the greatest of recent gradients in place of the root of
 * their mean square.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, u_t = max(β₂·u_{t−1}, |g_t|) and
 * w_t = w_{t−1} − α·m̂_t/u_t, where m̂_t = m_t/(1 − β₁ᵗ), g_t is the gradient at
 * w_{t−1}, α is `learningRate`, β₁ and β₂ are `beta1` and `beta2`;
 * m_0 = u_0 = 0. Nothing corrects u. The paper has no ε: where u_t = 0 the step
 * is 0.
 *
 * No step is greater than α·(1 − β₁)/(1 − β₁ᵗ)·Σ (β₁/β₂)ᵏ, k = 0 … t − 1, which
 * gradients that shrink by β₂ a step attain: 1.0091·α at the default values,
 * where the paper has α.
 *
 * Variants: `torch` and `optax` have u_t = max(β₂·u_{t−1}, |g_t| + ε) with
 * ε = 1e-8; `keras` and `tfjs` have u_t + ε in place of u_t, with ε = 1e-7.
 * optax has no default for α.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant or `epsilonPlacement`.
 * @see Kingma and Ba (2015), Adam: A method for stochastic optimization,
 * algorithm 2.
 *
 * @example
 * ```ts
 * import { adamax, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = adamax({ learningRate: 0.5, beta1: 0, beta2: 0.75 });
 * const w = tensor([1]);
 * const first = optimizer.update(tensor([4]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0.5]); // u = 4
 * const second = optimizer.update(tensor([-1.5]), first.state, first.params);
 * assertEquals(second.params.toArray(), [0.75]); // u = 0.75 · 4
 * ```
 */
export const adamax: Rule<AdamaxOptions, Kept<"m" | "u">> = defineOptimizer({
  id: "adamax",
  family: "both",
  hyper: {
    learningRate: learningRateOf(0.002, "the size of a step", "α"),
    beta1: decayOf(0.9, "β₁", "the decay factor of the mean of gradients"),
    beta2: decayOf(0.999, "β₂", "the decay factor of the greatest gradient"),
    epsilon: epsilonOf(0),
  },
  choices: { epsilonPlacement: ["outside", "inside"] },
  variants: {
    paper: {},
    torch: { epsilon: 1e-8, epsilonPlacement: "inside" },
    optax: { epsilon: 1e-8, epsilonPlacement: "inside" },
    keras: { learningRate: 0.001, epsilon: 1e-7 },
    tfjs: { epsilon: 1e-7 },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Kingma and Ba (2015)"],
  init: (w) => ({ m: zerosLike(w), u: zerosLike(w) }),
  step: ({ g, state, t }, { learningRate, beta1, beta2, epsilon }, choices) => {
    const inside = choices.epsilonPlacement === "inside";
    const m = beta1.mul(state.m).add(subtract(1, beta1).mul(g));
    const size = inside ? g.abs().add(epsilon) : g.abs();
    const u = maximum(beta2.mul(state.u), size);
    const mHat = m.div(biasCorrection(beta1, t));
    const part = divideOrZero(mHat, inside ? u : u.add(epsilon));
    return { step: learningRate.mul(part), state: { m, u } };
  },
});
