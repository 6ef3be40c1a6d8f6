import { maximum, minimum, scalar, where } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import {
  amountOf,
  decayOf,
  growthOf,
  learningRateOf,
} from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { startingSlots } from "../adam_moments.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode rprop}. */
export interface RpropOptions {
  /** A set of defaults: `paper`, `torch` or `optax`. */
  readonly variant?: string;
  /** η, the size of the first step. Default: 0.1; `torch`, `optax` 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** η₁, what a size is multiplied by on a change of sign. Default: 0.5. */
  readonly decrease?: HyperparameterValue;
  /** η₂, what it is multiplied by where the sign stays. Default: 1.2. */
  readonly increase?: HyperparameterValue;
  /** d₁, the least size that it falls to. Default: 1e-6. */
  readonly minStep?: HyperparameterValue;
  /** d₂, the greatest size that it grows to. Default: 50. */
  readonly maxStep?: HyperparameterValue;
  /**
   * What is done where the gradient changes its sign: the step before is taken
   * back, none is taken, or one of the new size. After the former two the next
   * step leaves the size as it is. Default: `revert`; `torch`, `optax` `rest`.
   */
  readonly signChange?: "revert" | "rest" | "move";
}

const rest = { learningRate: 0.01, signChange: "rest" } as const;

/**
 * Rprop: steps along the sign of the gradient, in each coordinate of a size of
 * its own, which grows while the sign stays and shrinks when it changes.
 *
 * d_t = min(η₂·d_{t−1}, d₂) where the gradient has the sign of the one before,
 * max(η₁·d_{t−1}, d₁) where it has the other, d_{t−1} where either is 0, and
 * w_t = w_{t−1} − d_t·sign(g_t), where g_t is the gradient at w_{t−1}, η₁ is
 * `decrease`, η₂ `increase`, d₁ `minStep`, d₂ `maxStep`; d_0 is `learningRate`.
 * Where the sign has changed the step before is taken back instead,
 * w_t = w_{t−1} − d_{t−1}·sign(g_t), and the gradient counts as 0 in the next
 * step. Bounds hold for a size that changes; η alone may lie outside of them.
 * (In the paper d is Δ, η₁ and η₂ are η⁻ and η⁺, d₁ and d₂ are Δ_min and Δ_max.)
 * Signs are compared, not multiplied gradients, which may underflow.
 *
 * Variants: `torch` and `optax` take no step where the sign has changed (iRprop⁻
 * of Igel and Hüsken), with η = 0.01; `move` is Riedmiller's Rprop⁻ of 1994.
 * PyTorch puts η itself within the bounds. `optax` is what optax means: as of
 * 0.2.8 it takes in each step the step before. It has no default for η. A
 * learning rate that varies has its value of the first step.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decrease` is
 * not in [0, 1), `increase` is less than 1, or another hyperparameter is less
 * than 0.
 * @throws {TypeError} for another variant or `signChange`.
 * @see Riedmiller and Braun (1993), A direct adaptive method for faster
 * backpropagation learning: The RPROP algorithm, equations (4) to (7).
 * @see Igel and Hüsken (2003), Empirical evaluation of the improved Rprop
 * learning algorithms.
 *
 * @example
 * ```ts
 * import { rprop, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = rprop({ learningRate: 0.5, increase: 1.5 });
 * let params = tensor([8]);
 * let state = optimizer.init(params);
 * const path = [4, 1, -2, 3].map((g) => {
 *   ({ params, state } = optimizer.update(tensor([g]), state, params));
 *   return params.item();
 * });
 * // Sizes 0.5, 0.75, 0.375, 0.375: the third step takes back the second.
 * assertEquals(path, [7.5, 6.75, 7.5, 7.125]);
 * ```
 */
export const rprop: Rule<RpropOptions, Kept<"d" | "g">> = defineOptimizer({
  id: "rprop",
  family: "step size",
  hyper: {
    learningRate: learningRateOf(0.1, "the size of the first step"),
    decrease: decayOf(0.5, "η₁", "the factor on a change of sign"),
    increase: growthOf(1.2, "η₂", "the factor where the sign stays"),
    minStep: amountOf(1e-6, "d₁", "the least size that it falls to"),
    maxStep: amountOf(50, "d₂", "the greatest size that it grows to"),
  },
  choices: { signChange: ["revert", "rest", "move"] },
  variants: { paper: {}, torch: rest, optax: rest },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Riedmiller and Braun (1993)", "Igel and Hüsken (2003)"],
  init: (w, { learningRate }) => startingSlots(w, { d: learningRate, g: 0 }),
  step: ({ g, state }, { decrease, increase, minStep, maxStep }, choices) => {
    const { signChange } = choices;
    const agreement = g.sign().mul(state.g.sign());
    const turned = agreement.less(0);
    const grown = minimum(increase.mul(state.d), maxStep);
    const shrunk = maximum(decrease.mul(state.d), minStep);
    const same = where(agreement.greater(0), grown, state.d);
    const back = signChange === "revert" ? state.d : scalar(0);
    const size = where(turned, signChange === "move" ? shrunk : back, same);
    const kept = signChange === "move" ? g : where(turned, 0, g);
    const d = where(turned, shrunk, same);
    return { step: size.mul(g.sign()), state: { d, g: kept } };
  },
});
