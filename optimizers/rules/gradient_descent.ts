import { defineOptimizer, type Rule } from "../define.ts";
import { learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddAndIdle } from "../trait_sets.ts";

/** The options of {@linkcode gradientDescent}. */
export interface GradientDescentOptions {
  /** A set of defaults: `lecture`. */
  readonly variant?: string;
  /** η, the size of the update, per step. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
}

/**
 * Gradient descent: follow the derivative downhill.
 *
 * w_t = w_{t−1} − η·g_t, where g_t is the gradient at w_{t−1} and η is
 * `learningRate`. There is no state.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0.
 * @see Cauchy (1847), Méthode générale pour la résolution des systèmes
 * d'équations simultanées.
 *
 * @example
 * ```ts
 * import { gradientDescent, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = gradientDescent({ learningRate: 0.5 });
 * const w = tensor([1, 2]);
 * const { params } = optimizer.update(tensor([2, -4]), optimizer.init(w), w);
 * assertEquals(params.toArray(), [0, 4]);
 * ```
 */
export const gradientDescent: Rule<
  GradientDescentOptions,
  Record<never, never>
> = defineOptimizer({
  id: "gradient-descent",
  family: "plain",
  hyper: { learningRate: learningRateOf(0.01, "the size of the update") },
  variants: { lecture: {} },
  traits: {
    ...oddAndIdle,
    degree: 1,
    stepNeverGrows: true,
    rotations: "whole",
  },
  cite: ["Cauchy (1847)"],
  init: () => ({}),
  step: ({ g, state }, { learningRate }) => ({
    step: learningRate.mul(g),
    state,
  }),
});
