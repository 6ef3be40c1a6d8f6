import { divideOrZero } from "../../autodiff/mod.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { each, globalNorm } from "../whole_tree.ts";

/** The options of {@linkcode sam}. */
export interface SamOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** η, the size of a step. Default: 0.1; `optax` 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** ρ, how far away the gradient is taken. Default: 0.05; `optax` 0.1. */
  readonly radius?: HyperparameterValue;
}

/**
 * Sharpness-aware minimization (SAM): gradient descent along the gradient at
 * the worst point nearby, which leads to where the whole neighbourhood is low.
 *
 * ε_t = ρ·g_t/‖g_t‖ and w_t = w_{t−1} − η·∇f(w_{t−1} + ε_t), where g_t is the
 * gradient at w_{t−1} and ‖g_t‖ the norm of all tensors together, ρ is `radius`,
 * in the unit of the weights, and η is `learningRate`. Where g_t is 0, so is
 * ε_t.
 *
 * It needs a second gradient in each step, of the same batch: `minimize` gives
 * it, {@linkcode stepInputs} makes it. {@linkcode sharpnessAware} takes the steps
 * of any other optimizer along that gradient.
 *
 * Variants: the paper has ρ = 0.05 for most of its experiments, and η = 0.1 with
 * momentum. `optax` has the values of the example in its documentation; its
 * `opaque_mode` is the same as here, and without it every other step leads to
 * w + ε and no further.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `radius` is
 * less than 0.
 * @throws {TypeError} for another variant; a step throws one without
 * `context.gradient`.
 * @see Foret, Kleiner, Mobahi, Neyshabur (2021), Sharpness-aware minimization
 * for efficiently improving generalization, algorithm 1.
 *
 * @example
 * ```ts
 * import { minimize, sam, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.square().sum();
 * const optimizer = sam({ learningRate: 0.25, radius: 2 });
 * const { params } = minimize(bowl, tensor([8]), optimizer, { steps: 1 });
 * assertEquals(params.toArray(), [3]); // the gradient at 10 is 20
 * ```
 */
export const sam: TreeRule<SamOptions, never, never, "gradient"> =
  defineTreeOptimizer({
    id: "sam",
    family: "direction",
    hyper: {
      learningRate: learningRateOf(0.1, "the size of a step"),
      radius: amountOf(0.05, "ρ", "how far away the gradient is taken"),
    },
    variants: { paper: {}, optax: { learningRate: 0.01, radius: 0.1 } },
    traits: { coordinatewise: false, odd: true },
    needs: ["gradient"],
    cite: ["Foret, Kleiner, Mobahi, Neyshabur (2021)"],
    init: () => ({}),
    step: ({ g, w, context }, { learningRate, radius }) => {
      const norm = globalNorm(g);
      const epsilon = each((g) => radius.mul(divideOrZero(g, norm)), g);
      const worst = context.gradient(each((w, e) => w.add(e), w, epsilon));
      return { step: each((g) => learningRate.mul(g), worst) };
    },
  });
