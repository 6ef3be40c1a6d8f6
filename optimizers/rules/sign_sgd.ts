import { defineOptimizer, type Rule } from "../define.ts";
import { learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddAndIdle } from "../trait_sets.ts";

/** The options of {@linkcode signSgd}. */
export interface SignSgdOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** η, the size of every step. Default: 0.001. */
  readonly learningRate?: HyperparameterValue;
}

/**
 * signSGD: steps of one size in each coordinate, along the sign of the gradient.
 *
 * w_t = w_{t−1} − η·sign(g_t), where g_t is the gradient at w_{t−1} and η is
 * `learningRate` (δ in the paper). There is no state. Where the gradient is 0
 * so is the step.
 *
 * Variants: `optax` has the paper's formula. Neither names a default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0.
 * @throws {TypeError} for another variant.
 * @see Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), signSGD: Compressed
 * optimisation for non-convex problems, algorithm 1.
 *
 * @example
 * ```ts
 * import { signSgd, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = signSgd({ learningRate: 0.5 });
 * const w = tensor([1, 1, 1]);
 * const g = tensor([1e-9, -100, 0]);
 * const { params } = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(params.toArray(), [0.5, 1.5, 1]);
 * ```
 */
export const signSgd: Rule<
  SignSgdOptions,
  Record<never, never>
> = defineOptimizer({
  id: "sign-sgd",
  family: "step size",
  hyper: { learningRate: learningRateOf(0.001, "the size of every step") },
  variants: { paper: {}, optax: {} },
  traits: { ...oddAndIdle, degree: 0, stepNeverGrows: true },
  cite: ["Bernstein, Wang, Azizzadenesheli, Anandkumar (2018)"],
  init: () => ({}),
  step: ({ g, state }, { learningRate }) => ({
    step: learningRate.mul(g.sign()),
    state,
  }),
});
