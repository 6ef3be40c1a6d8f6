import { subtract, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { learningRateOf, momentumOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode signum}. */
export interface SignumOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** η, the size of every step. Default: 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β, the decay factor of the mean of gradients. Default: 0.9. */
  readonly momentum?: HyperparameterValue;
}

/**
 * Signum: steps of one size in each coordinate, along the sign of a mean of
 * gradients.
 *
 * m_t = β·m_{t−1} + (1 − β)·g_t and w_t = w_{t−1} − η·sign(m_t), where g_t is
 * the gradient at w_{t−1}, η is `learningRate` (δ in the paper) and β is
 * `momentum`; m_0 = 0. Where m_t is 0 so is the step.
 *
 * Variants: `optax` has the paper's formula. Neither names a default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `momentum` is
 * not in [0, 1).
 * @throws {TypeError} for another variant.
 * @see Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), signSGD: Compressed
 * optimisation for non-convex problems, algorithm 2.
 *
 * @example
 * ```ts
 * import { signum, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = signum({ learningRate: 0.5, momentum: 0.5 });
 * const w = tensor([1]);
 * const first = optimizer.update(tensor([4]), optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0.5]); // m = 2
 * const second = optimizer.update(tensor([-1]), first.state, first.params);
 * assertEquals(second.params.toArray(), [0]); // m = 1 − 0.5
 * ```
 */
export const signum: Rule<SignumOptions, Kept<"m">> = defineOptimizer({
  id: "signum",
  family: "both",
  hyper: {
    learningRate: learningRateOf(0.001, "the size of every step"),
    momentum: momentumOf(0.9, "β"),
  },
  variants: { paper: {}, optax: {} },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Bernstein, Wang, Azizzadenesheli, Anandkumar (2018)"],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, state }, { learningRate, momentum }) => {
    const m = momentum.mul(state.m).add(subtract(1, momentum).mul(g));
    return { step: learningRate.mul(m.sign()), state: { m } };
  },
});
