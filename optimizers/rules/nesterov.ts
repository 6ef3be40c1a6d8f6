import { zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { learningRateOf, momentumOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode nesterov}. */
export interface NesterovOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /**
   * ε in the paper, η here: the size of the gradient's part in the update.
   * Default: 0.01; `torch` 0.001.
   */
  readonly learningRate?: HyperparameterValue;
  /** μ, the inertia: what stays of the previous direction. Default: 0.9. */
  readonly momentum?: HyperparameterValue;
  /**
   * Whether η multiplies the gradient, inside m, or the step as a whole.
   * Default: `inside`; `torch`, `optax` and `tfjs` `outside`.
   */
  readonly learningRatePlacement?: "inside" | "outside";
}

/**
 * Nesterov's accelerated gradient: momentum, with the gradient taken where
 * the momentum leads.
 *
 * Sutskever et al. have v_t = μ·v_{t−1} − η·∇f(θ_{t−1} + μ·v_{t−1}) and
 * θ_t = θ_{t−1} + v_t. The weights held here are those at which the gradient
 * is taken, w_t = θ_t + μ·v_t. For them, with m = −v,
 * m_t = η·g_t + μ·m_{t−1} and w_t = w_{t−1} − (η·g_t + μ·m_t), where g_t is
 * the gradient at w_{t−1}, η is `learningRate` and μ is `momentum`; m_0 = 0.
 * If μ varies, each step takes the present one at both places, where Bengio et
 * al. look ahead with the next.
 *
 * Variants: the learning rate is inside m in the paper and in `keras`. In
 * `torch`, `optax` and `tfjs` it is outside, m_t = g_t + μ·m_{t−1} and
 * w_t = w_{t−1} − η·(g_t + μ·m_t), which is the same only while η is constant.
 * In the libraries this is a flag of SGD, whose momentum is 0 where it is not
 * given; here μ is 0.9 in every variant.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `momentum`
 * is not in [0, 1).
 * @throws {TypeError} for another variant or `learningRatePlacement`.
 * @see Nesterov (1983), A method of solving a convex programming problem with
 * convergence rate O(1/k²).
 * @see Sutskever, Martens, Dahl, Hinton (2013), On the importance of
 * initialization and momentum in deep learning, equations (3) and (4).
 * @see Bengio, Boulanger-Lewandowski, Pascanu (2012), Advances in optimizing
 * recurrent networks, equation (7).
 *
 * @example
 * ```ts
 * import { nesterov, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = nesterov({ learningRate: 0.5, momentum: 0.5 });
 * const [w, g] = [tensor([8]), tensor([4])];
 * const first = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [5]); // m = 2, the step 2 + 1
 * const second = optimizer.update(g, first.state, first.params);
 * assertEquals(second.params.toArray(), [1.5]); // m = 3, the step 2 + 1.5
 * ```
 */
export const nesterov: Rule<NesterovOptions, Kept<"m">> = defineOptimizer({
  id: "nesterov",
  family: "direction",
  hyper: {
    learningRate: learningRateOf(0.01, "the size of the gradient's part"),
    momentum: momentumOf(0.9, "μ"),
  },
  choices: { learningRatePlacement: ["inside", "outside"] },
  variants: {
    paper: {},
    torch: { learningRate: 0.001, learningRatePlacement: "outside" },
    optax: { learningRatePlacement: "outside" },
    keras: {},
    tfjs: { learningRatePlacement: "outside" },
  },
  traits: { ...oddInGradients, degree: 1, rotations: "whole" },
  cite: [
    "Nesterov (1983)",
    "Sutskever, Martens, Dahl, Hinton (2013)",
    "Bengio, Boulanger-Lewandowski, Pascanu (2012)",
  ],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, state }, { learningRate, momentum }, choices) => {
    const inside = choices.learningRatePlacement === "inside";
    const part = inside ? learningRate.mul(g) : g;
    const m = part.add(momentum.mul(state.m));
    const step = part.add(momentum.mul(m));
    return { step: inside ? step : learningRate.mul(step), state: { m } };
  },
});
