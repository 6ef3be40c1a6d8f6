import { divideOrZero, subtract, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { rootWith } from "../denominators.ts";
import { decayOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode adadelta}. */
export interface AdadeltaOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /**
   * η, what multiplies the update; the paper has none. Default: 1; `keras` and
   * `tfjs` 0.001.
   */
  readonly learningRate?: HyperparameterValue;
  /** ρ, the decay factor of both means. Default: 0.95; `torch`, `optax` 0.9. */
  readonly decay?: HyperparameterValue;
  /**
   * ε, what is added under both roots. Default: 1e-6; `keras` and `tfjs` 1e-7.
   */
  readonly epsilon?: HyperparameterValue;
}

const small = { learningRate: 0.001, epsilon: 1e-7 };

/**
 * Adadelta: each coordinate's step is as large as its recent steps were, in
 * proportion to the gradient over its recent size.
 *
 * h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t, x_t = (√(u_{t−1} + ε)/√(h_t + ε))·g_t,
 * u_t = ρ·u_{t−1} + (1 − ρ)·x_t ⊙ x_t and w_t = w_{t−1} − η·x_t, where g_t is
 * the gradient at w_{t−1}, ρ is `decay`, ε is `epsilon` and η is
 * `learningRate`; h_0 = u_0 = 0. (In the paper h is E[g²], u is E[Δx²] and −x
 * is Δx.) Without ε nothing ever moves. u is the mean of what is multiplied by
 * η, not of the steps themselves.
 *
 * Variants: all have one formula. The paper has no η, that is 1, and ρ = 0.95,
 * ε = 1e-6 in its experiments; `torch` and `optax` have ρ = 0.9, and
 * optax no η unless it is given; `keras` and `tfjs` have η = 0.001, ρ = 0.95
 * and ε = 1e-7. `tfjs` is what TensorFlow.js means: as of 4.22 it divides by
 * the root of h_{t−1} + ε, so that its first step is the gradient times η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` is not
 * in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant.
 * @see Zeiler (2012), ADADELTA: An adaptive learning rate method, algorithm 1.
 *
 * @example
 * ```ts
 * import { adadelta, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = adadelta({ decay: 0.75, epsilon: 1 });
 * const [w, g] = [tensor([1]), tensor([4])];
 * const { step, state } = optimizer.step(g, optimizer.init(w), w);
 * assertEquals(state.slots.h.toArray(), [4]); // 0.25 · 16
 * assertEquals(step.toArray(), [4 / Math.sqrt(5)]); // √1 / √(4 + 1) · 4
 * ```
 */
export const adadelta: Rule<AdadeltaOptions, Kept<"h" | "u">> = defineOptimizer(
  {
    id: "adadelta",
    family: "step size",
    hyper: {
      learningRate: learningRateOf(1, "what multiplies the update"),
      decay: decayOf(0.95, "ρ", "the decay factor of both means"),
      epsilon: { ...epsilonOf(1e-6), doc: "what is added under both roots" },
    },
    variants: {
      paper: {},
      torch: { decay: 0.9 },
      optax: { decay: 0.9 },
      keras: small,
      tfjs: small,
    },
    traits: oddInGradients,
    cite: ["Zeiler (2012)"],
    init: (w) => ({ h: zerosLike(w), u: zerosLike(w) }),
    step: ({ g, state }, { learningRate, decay, epsilon }) => {
      const rest = subtract(1, decay);
      const h = decay.mul(state.h).add(rest.mul(g.square()));
      const [above, below] = [state.u, h].map((x) =>
        rootWith(epsilon, "inside", x)
      );
      const x = divideOrZero(above, below).mul(g);
      const u = decay.mul(state.u).add(rest.mul(x.square()));
      return { step: learningRate.mul(x), state: { h, u } };
    },
  },
);
