import { divideOrZero, subtract, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { rootWith } from "../denominators.ts";
import { momentumOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddInGradients } from "../trait_sets.ts";
import { rmsprop, type RmspropOptions } from "./rmsprop.ts";

/** The options of {@linkcode rmspropMomentum}. */
export interface RmspropMomentumOptions extends RmspropOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /**
   * η, the size of the gradient's part in the update. Default: 0.01; `keras`
   * 0.001; `paper` of {@linkcode centeredRmsprop} 1e-4 (ℷ).
   */
  readonly learningRate?: HyperparameterValue;
  /**
   * γ, the inertia: what stays of the previous direction. Default: 0.9 (ℶ); all
   * variants of {@linkcode centeredRmsprop} but `paper` 0.
   */
  readonly momentum?: HyperparameterValue;
  /**
   * Whether η multiplies the gradient, inside m, or m as a whole. Default:
   * `inside`; `torch` `outside`.
   */
  readonly learningRatePlacement?: "inside" | "outside";
}

/**
 * RMSProp with momentum: Momentum's direction, made of RMSProp's steps.
 *
 * h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t, m_t = (η/√h_t)·g_t + γ·m_{t−1} and
 * w_t = w_{t−1} − m_t, where g_t is the gradient at w_{t−1}, η is
 * `learningRate`, ρ is `decay` and γ is `momentum`; h_0 = m_0 = 0. Hinton names
 * the combination and gives no ε: where h_t = 0 the gradient's part is 0.
 *
 * Variants: `torch` has √h_t + ε in place of √h_t, with ε = 1e-8 and ρ = 0.99,
 * and the learning rate outside: m_t = g_t/(√h_t + ε) + γ·m_{t−1} and
 * w_t = w_{t−1} − η·m_t, which is the same only while η is constant. `optax`
 * (1e-8), `keras` and `tfjs` (1e-7) have √(h_t + ε) and keep η inside. In the
 * libraries momentum is an option of RMSProp, and 0 where it is not given; here
 * γ is 0.9 in every variant.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` or
 * `momentum` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant, `epsilonPlacement` or
 * `learningRatePlacement`.
 * @see Tieleman and Hinton (2012), Lecture 6.5, rmsprop: Divide the gradient
 * by a running average of its recent magnitude, further developments.
 *
 * @example
 * ```ts
 * import { rmspropMomentum, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { learningRate: 0.5, decay: 0.75, momentum: 0.5 };
 * const optimizer = rmspropMomentum(hyper);
 * const [w, g] = [tensor([1]), tensor([2])];
 * const first = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0]); // h = 1, m = 0.5 / 1 · 2
 * const second = optimizer.update(tensor([0]), first.state, first.params);
 * assertEquals(second.params.toArray(), [-0.5]); // m = 0 + 0.5 · 1
 * ```
 */
export const rmspropMomentum: Rule<
  RmspropMomentumOptions,
  Kept<"h" | "m">
> = defineOptimizer({
  id: "rmsprop-momentum",
  family: "both",
  hyper: { ...rmsprop.definition.hyper, momentum: momentumOf(0.9) },
  choices: {
    epsilonPlacement: ["outside", "inside"],
    learningRatePlacement: ["inside", "outside"],
  },
  variants: {
    paper: {},
    torch: { decay: 0.99, epsilon: 1e-8, learningRatePlacement: "outside" },
    optax: { epsilon: 1e-8, epsilonPlacement: "inside" },
    keras: { learningRate: 0.001, epsilon: 1e-7, epsilonPlacement: "inside" },
    tfjs: { epsilon: 1e-7, epsilonPlacement: "inside" },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Tieleman and Hinton (2012)"],
  init: (w) => ({ h: zerosLike(w), m: zerosLike(w) }),
  step: ({ g, state }, hyper, { epsilonPlacement, learningRatePlacement }) => {
    const { learningRate, decay, momentum, epsilon } = hyper;
    const inside = learningRatePlacement === "inside";
    const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
    const root = rootWith(epsilon, epsilonPlacement, h);
    const part = divideOrZero(inside ? learningRate : 1, root).mul(g);
    const m = part.add(momentum.mul(state.m));
    return { step: inside ? m : learningRate.mul(m), state: { h, m } };
  },
});
