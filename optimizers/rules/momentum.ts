import { type Tensor, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import {
  fraction,
  type HyperparameterValue,
  positive,
} from "../hyperparameters.ts";

/** The options of {@linkcode momentum}. */
export interface MomentumOptions {
  /** A set of defaults: `lecture`. */
  readonly variant?: string;
  /** η, the size of the gradient's part in the update. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
  /** γ, the inertia: what stays of the previous direction. Default: 0.9. */
  readonly momentum?: HyperparameterValue;
}

/**
 * Momentum (the heavy ball): keep part of the previous direction.
 *
 * m_t = η·g_t + γ·m_{t−1} and w_t = w_{t−1} − m_t, where g_t is the gradient
 * at w_{t−1}, η is `learningRate` and γ is `momentum`; m_0 = 0. The learning
 * rate is inside m, as in the lecture and in Keras; PyTorch and optax multiply
 * by it afterwards, which is the same only while it is constant.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `momentum`
 * is not in [0, 1).
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
export const momentum: Rule<MomentumOptions, { m: Tensor }> = defineOptimizer({
  id: "momentum",
  family: "direction",
  hyper: {
    learningRate: {
      default: 0.01,
      range: positive,
      symbol: "η",
      doc: "the size of the gradient's part in the update",
    },
    momentum: {
      default: 0.9,
      range: fraction,
      symbol: "γ",
      doc: "the inertia: what stays of the previous direction",
    },
  },
  variants: { lecture: {} },
  traits: { coordinatewise: true },
  cite: ["Polyak (1964)"],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, state }, { learningRate, momentum }) => {
    const m = learningRate.mul(g).add(momentum.mul(state.m));
    return { step: m, state: { m } };
  },
});
