import { maximum, minimum } from "../../autodiff/mod.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import {
  factoredChoices,
  factoredHyper,
  type FactoredOptions,
  overFactoredRoot,
  startSquares,
} from "../factored_squares.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import type { Slot } from "../optimizer.ts";
import { rootMeanSquare } from "../tensor_norm.ts";
import { oddInTensors } from "../trait_sets.ts";

/** The options of {@linkcode adafactor}. */
export interface AdafactorOptions extends FactoredOptions {
  /** A set of defaults: `paper`, `torch`, `optax` or `keras`. */
  readonly variant?: string;
  /** ρ, the most that a step is, relative to w. Default: 0.01; `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** ε₂, the least that RMS(w) counts as. Default: 0.001. */
  readonly epsilonWeights?: HyperparameterValue;
  /** d, to which RMS(u) is cut; 0 cuts nothing. Default: 1. */
  readonly clippingThreshold?: HyperparameterValue;
  /** Whether ρ is at most 1/√t. Default: `inverse-root`; `optax` `none`. */
  readonly rateLimit?: "inverse-root" | "none";
}

/**
 * Adafactor: RMSProp that keeps the means of squares of a matrix by rows and by
 * columns alone, without momentum, with steps in proportion to the weights.
 *
 * With β_t = 1 − t^−τ, r_t = β_t·r_{t−1} + (1 − β_t)·mean(g_t ⊙ g_t + ε₁) over
 * each row, and c_t the same over each column, v_t = r_t·c_t/mean(r_t),
 * u_t = g_t/√v_t and
 * w_t = w_{t−1} − max(ε₂, RMS(w_{t−1}))·ρ_t·u_t/max(1, RMS(u_t)/d), where
 * ρ_t = min(ρ, 1/√t), RMS is the root of the mean square of all elements, and
 * ρ, τ, ε₁, ε₂ and d are `learningRate`, `decayExponent`, `epsilon`,
 * `epsilonWeights` and `clippingThreshold`; r_0 = c_0 = 0. What has less than
 * two axes keeps v_t itself; what has more, a matrix of the last two for each
 * index of the others. Where √v_t is 0 the step is 0. Gradients beyond 10¹⁴⁰
 * (10¹⁵ in float32) count as that, so that no square overflows.
 *
 * Variants: `torch` adds nothing to the squares; ε₁ is the least that mean(r_t)
 * and √v_t count as. `keras` has ρ = 0.001. `optax` has no bound of 1/√t on ρ
 * (and no default for it), and factors only where two axes have a length of 128
 * or more, then the longest two: `long-axes`; `longest-axes` is that with no
 * such length. It computes β_t in float32 (0.2.8), here it is float64. What
 * the libraries have beside this, momentum and weight decay, is left out.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decayExponent`
 * is not in [0, 1], or another hyperparameter is less than 0.
 * @throws {TypeError} for another variant, `rateLimit`, `epsilonPlacement` or
 * `factored`.
 * @see Shazeer, Stern (2018), Adafactor: Adaptive learning rates with sublinear
 * memory cost, algorithms 4 and 5.
 *
 * @example
 * ```ts
 * import { adafactor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = adafactor({ learningRate: 0.5 });
 * const w = tensor([[2, 2], [2, 2]]);
 * const g = tensor([[1, 2], [4, 8]]); // Of rank 1: v is its square.
 * const { params, state } = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(state.slots.r.toArray(), [[2.5], [40]]);
 * assertEquals(params.toArray(), [[1, 1], [1, 1]]); // 0.5 · RMS(w) · 1
 * ```
 */
export const adafactor: Rule<AdafactorOptions, Slot> = defineOptimizer({
  id: "adafactor",
  family: "step size",
  hyper: {
    ...factoredHyper,
    learningRate: learningRateOf(0.01, "the most that a step is", "ρ"),
    epsilonWeights: amountOf(0.001, "ε₂", "the least that RMS(w) counts as"),
    clippingThreshold: amountOf(1, "d", "to which RMS(u) is cut"),
  },
  choices: { ...factoredChoices, rateLimit: ["inverse-root", "none"] },
  variants: {
    paper: {},
    torch: { epsilon: 2.220446049250313e-16, epsilonPlacement: "floor" },
    optax: { rateLimit: "none", factored: "long-axes" },
    keras: { learningRate: 0.001 },
  },
  traits: { ...oddInTensors, degree: 0, followsWeights: true },
  cite: ["Shazeer, Stern (2018)"],
  init: (w, _hyper, { factored }) => startSquares(w, factored),
  step: (input, hyper, choices) => {
    const { learningRate, epsilonWeights, clippingThreshold } = hyper;
    const { u, state } = overFactoredRoot(input, hyper, choices);
    const cut = rootMeanSquare(u).divideOrZero(clippingThreshold).maximum(1);
    const free = choices.rateLimit === "none";
    const most = minimum(learningRate, input.t.pow(-0.5));
    const size = maximum(epsilonWeights, rootMeanSquare(input.w))
      .mul(free ? learningRate : most);
    return { step: size.mul(u.div(cut)), state };
  },
});
