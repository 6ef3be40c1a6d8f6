import {
  divideOrZero,
  subtract,
  type Tensor,
  zerosLike,
} from "../../autodiff/mod.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import {
  fraction,
  type HyperparameterValue,
  positive,
} from "../hyperparameters.ts";

/** The options of {@linkcode rmsprop}. */
export interface RmspropOptions {
  /** A set of defaults: `lecture`. */
  readonly variant?: string;
  /** η, the size of an update while gradients keep their size. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** ρ, the decay factor of the mean of squares. Default: 0.9. */
  readonly decay?: HyperparameterValue;
}

/**
 * RMSProp: each coordinate's step is scaled by the recent size of its
 * gradients.
 *
 * h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t and w_t = w_{t−1} − (η/√h_t)·g_t, where
 * g_t is the gradient at w_{t−1}, η is `learningRate` and ρ is `decay`;
 * h_0 = 0. There is no ε: where h_t = 0 the step is 0. PyTorch adds an ε of
 * 1e-8 to the root (ρ = 0.99); optax and Keras add one under it.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `decay` is
 * not in [0, 1).
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
export const rmsprop: Rule<RmspropOptions, { h: Tensor }> = defineOptimizer({
  id: "rmsprop",
  family: "step size",
  hyper: {
    learningRate: {
      default: 0.01,
      range: positive,
      symbol: "η",
      doc: "the size of an update while gradients keep their size",
    },
    decay: {
      default: 0.9,
      range: fraction,
      symbol: "ρ",
      doc: "the decay factor of the mean of squares",
    },
  },
  variants: { lecture: {} },
  traits: { coordinatewise: true },
  cite: ["Tieleman and Hinton (2012)"],
  init: (w) => ({ h: zerosLike(w) }),
  step: ({ g, state }, { learningRate, decay }) => {
    const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
    return { step: divideOrZero(learningRate, h.sqrt()).mul(g), state: { h } };
  },
});
