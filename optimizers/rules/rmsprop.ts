import { divideOrZero, subtract, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { rootWith } from "../denominators.ts";
import { decayOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode rmsprop}. */
export interface RmspropOptions {
  /** A set of defaults: `lecture`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /**
   * η, the size of an update while gradients keep their size. Default: 0.01;
   * `keras` 0.001.
   */
  readonly learningRate?: HyperparameterValue;
  /**
   * ρ, the decay factor of running means. Default: 0.9; `torch` 0.99; `paper`
   * of {@linkcode centeredRmsprop} 0.95 (ℵ).
   */
  readonly decay?: HyperparameterValue;
  /**
   * ε, what is added to the denominator. Default: 0; `torch` and `optax` 1e-8,
   * `keras` and `tfjs` 1e-7; `paper` of {@linkcode centeredRmsprop} 1e-4 (ℸ).
   */
  readonly epsilon?: HyperparameterValue;
  /**
   * Whether ε is added to the root or under it. Default: `outside`; `optax`,
   * `keras`, `tfjs` and `paper` of {@linkcode centeredRmsprop} `inside`.
   */
  readonly epsilonPlacement?: "outside" | "inside";
}

/**
 * RMSProp: each coordinate's step is scaled by the recent size of its
 * gradients.
 *
 * h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t and w_t = w_{t−1} − (η/√h_t)·g_t, where
 * g_t is the gradient at w_{t−1}, η is `learningRate` and ρ is `decay`;
 * h_0 = 0. Hinton and the lecture have no ε: where h_t = 0 the step is 0.
 *
 * Variants: `torch` has √h_t + ε in place of √h_t, with ε = 1e-8 and ρ = 0.99;
 * `optax` (1e-8), `keras` and `tfjs` (1e-7) have √(h_t + ε). optax and
 * TensorFlow.js have no default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` is not
 * in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant or `epsilonPlacement`.
 * @see Tieleman and Hinton (2012), Lecture 6.5, rmsprop: Divide the gradient
 * by a running average of its recent magnitude.
 *
 * @example
 * ```ts
 * import { rmsprop, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = rmsprop({ learningRate: 0.5, decay: 0.75 });
 * const w = tensor([1]);
 * const { params, state } = optimizer.update(tensor([2]), optimizer.init(w), w);
 * assertEquals(state.slots.h.toArray(), [1]); // 0.25 · 4
 * assertEquals(params.toArray(), [0]); // 1 − 0.5 / 1 · 2
 * ```
 */
export const rmsprop: Rule<RmspropOptions, Kept<"h">> = defineOptimizer({
  id: "rmsprop",
  family: "step size",
  hyper: {
    learningRate: learningRateOf(0.01, "the size of an update"),
    decay: decayOf(0.9, "ρ", "the decay factor of running means"),
    epsilon: epsilonOf(0),
  },
  choices: { epsilonPlacement: ["outside", "inside"] },
  variants: {
    lecture: {},
    torch: { decay: 0.99, epsilon: 1e-8 },
    optax: { epsilon: 1e-8, epsilonPlacement: "inside" },
    keras: { learningRate: 0.001, epsilon: 1e-7, epsilonPlacement: "inside" },
    tfjs: { epsilon: 1e-7, epsilonPlacement: "inside" },
  },
  traits: { ...oddInGradients, degree: 0, meanSquare: true },
  cite: ["Tieleman and Hinton (2012)"],
  init: (w) => ({ h: zerosLike(w) }),
  step: ({ g, state }, hyper, { epsilonPlacement }) => {
    const { learningRate, decay, epsilon } = hyper;
    const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
    const root = rootWith(epsilon, epsilonPlacement, h);
    return { step: divideOrZero(learningRate, root).mul(g), state: { h } };
  },
});
