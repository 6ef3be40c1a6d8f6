import { subtract, where, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { decayOf, learningRateOf, momentumOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";

/** The options of {@linkcode momentum}. */
export interface MomentumOptions {
  /** A set of defaults: `lecture`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /**
   * η, the size of the gradient's part in the update. Default: 0.01; `torch`
   * 0.001.
   */
  readonly learningRate?: HyperparameterValue;
  /** γ, the inertia: what stays of the previous direction. Default: 0.9. */
  readonly momentum?: HyperparameterValue;
  /** τ, the share taken from each gradient but the first. Default: 0. */
  readonly dampening?: HyperparameterValue;
  /**
   * Whether η multiplies the gradient, inside m, or m as a whole. Default:
   * `inside`; `torch`, `optax` and `tfjs` `outside`.
   */
  readonly learningRatePlacement?: "inside" | "outside";
}

/**
 * Momentum (the heavy ball): keep part of the previous direction.
 *
 * m_t = η·g_t + γ·m_{t−1} and w_t = w_{t−1} − m_t, where g_t is the gradient
 * at w_{t−1}, η is `learningRate` and γ is `momentum`; m_0 = 0.
 *
 * Variants: the learning rate is inside m in the lecture and in `keras`. In
 * `torch`, `optax` and `tfjs` it is outside, m_t = g_t + γ·m_{t−1} and
 * w_t = w_{t−1} − η·m_t, which is the same only while η is constant. PyTorch
 * can dampen: (1 − τ)·g_t stands in place of g_t from the second step on, τ
 * being `dampening`. In the libraries momentum is an option of SGD, and 0
 * where it is not given; here γ is 0.9 in every variant.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `momentum`
 * or `dampening` is not in [0, 1).
 * @throws {TypeError} for another variant or `learningRatePlacement`.
 * @see Polyak (1964), Some methods of speeding up the convergence of iteration
 * methods, equation (9).
 *
 * @example
 * ```ts
 * import { momentum, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = momentum({ learningRate: 0.5, momentum: 0.5 });
 * const [w, g] = [tensor([8]), tensor([4])];
 * const first = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [6]); // m = 2
 * const second = optimizer.update(g, first.state, first.params);
 * assertEquals(second.params.toArray(), [3]); // m = 2 + 1
 * ```
 */
export const momentum: Rule<MomentumOptions, Kept<"m">> = defineOptimizer({
  id: "momentum",
  family: "direction",
  hyper: {
    learningRate: learningRateOf(0.01, "the size of the gradient's part"),
    momentum: momentumOf(0.9),
    dampening: decayOf(0, "τ", "what is taken from later gradients"),
  },
  choices: { learningRatePlacement: ["inside", "outside"] },
  variants: {
    lecture: {},
    torch: { learningRate: 0.001, learningRatePlacement: "outside" },
    optax: { learningRatePlacement: "outside" },
    keras: {},
    tfjs: { learningRatePlacement: "outside" },
  },
  traits: { ...oddInGradients, degree: 1, rotations: "whole" },
  cite: ["Polyak (1964)"],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, state, t }, hyper, { learningRatePlacement }) => {
    const { learningRate, momentum, dampening } = hyper;
    const inside = learningRatePlacement === "inside";
    const share = where(t.greater(1), subtract(1, dampening), 1);
    const part = inside ? learningRate.mul(g) : g;
    const m = share.mul(part).add(momentum.mul(state.m));
    return { step: inside ? m : learningRate.mul(m), state: { m } };
  },
});
