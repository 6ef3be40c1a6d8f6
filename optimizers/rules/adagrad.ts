import { divideOrZero, type Tensor, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { type HyperparameterValue, positive } from "../hyperparameters.ts";

/** The options of {@linkcode adagrad}. */
export interface AdagradOptions {
  /** A set of defaults: `lecture`. */
  readonly variant?: string;
  /** η, the size of the first update. Default: 0.01. */
  readonly learningRate?: HyperparameterValue;
}

/**
 * Adagrad: each coordinate's step size shrinks with the size of the gradients
 * it has met.
 *
 * h_t = h_{t−1} + g_t ⊙ g_t and w_t = w_{t−1} − (η/√h_t)·g_t, where g_t is the
 * gradient at w_{t−1} and η is `learningRate`; h_0 = 0. There is no ε: where
 * h_t = 0 (no gradient yet, or its square underflowed) the step is 0. PyTorch
 * adds an ε of 1e-10 to the root; optax and Keras add one of 1e-7 under it and
 * start from h_0 = 0.1.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0.
 * @see Duchi, Hazan, Singer (2011), Adaptive subgradient methods for online
 * learning and stochastic optimization, figure 1 with diagonal matrices.
 *
 * @example
 * ```ts
 * import { adagrad, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = adagrad({ learningRate: 0.5 });
 * const w = tensor([1, 1, 1]);
 * const g = tensor([4, -0.25, 0]);
 * const { params, state } = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(params.toArray(), [0.5, 1.5, 1]);
 * assertEquals(state.slots.h.toArray(), [16, 0.0625, 0]);
 * ```
 */
export const adagrad: Rule<AdagradOptions, { h: Tensor }> = defineOptimizer({
  id: "adagrad",
  family: "step size",
  hyper: {
    learningRate: {
      default: 0.01,
      range: positive,
      symbol: "η",
      doc: "the size of the first update",
    },
  },
  variants: { lecture: {} },
  traits: { coordinatewise: true },
  cite: ["Duchi, Hazan, Singer (2011)"],
  init: (w) => ({ h: zerosLike(w) }),
  step: ({ g, state }, { learningRate }) => {
    const h = state.h.add(g.square());
    return { step: divideOrZero(learningRate, h.sqrt()).mul(g), state: { h } };
  },
});
