import { divideOrZero, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { rootWith } from "../denominators.ts";
import { amountOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { oddAndIdle } from "../trait_sets.ts";

/** The options of {@linkcode adagrad}. */
export interface AdagradOptions {
  /** A set of defaults: `lecture`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
  /** η, the size of the first update. Default: 0.01; `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /**
   * ε, what is added to the denominator. Default: 0; `torch` 1e-10, `optax`,
   * `keras` and `tfjs` 1e-7.
   */
  readonly epsilon?: HyperparameterValue;
  /** h_0, what h starts from. Default: 0; `optax`, `keras`, `tfjs` 0.1. */
  readonly initialAccumulator?: HyperparameterValue;
  /**
   * Whether ε is added to the root or under it. Default: `outside`; `optax`,
   * `keras` and `tfjs` `inside`.
   */
  readonly epsilonPlacement?: "outside" | "inside";
}

const started = {
  epsilon: 1e-7,
  epsilonPlacement: "inside",
  initialAccumulator: 0.1,
} as const;

/**
 * Adagrad: each coordinate's step size shrinks with the size of the gradients
 * it has met.
 *
 * h_t = h_{t−1} + g_t ⊙ g_t and w_t = w_{t−1} − (η/√h_t)·g_t, where g_t is the
 * gradient at w_{t−1}, η is `learningRate` and h_0 is `initialAccumulator`.
 * The lecture has no ε: where h_t = 0 (no gradient yet, or its square
 * underflowed) the step is 0, and h_0 = 0.
 *
 * Variants: `torch` has √h_t + ε in place of √h_t, with ε = 1e-10; `optax`,
 * `keras` and `tfjs` have √(h_t + ε), with ε = 1e-7 and h_0 = 0.1. PyTorch's
 * lr_decay is a schedule: η_t = η/(1 + (t − 1)·lr_decay). optax takes a step
 * of 0 where h_t = 0 even with an ε, which shows only with h_0 = 0 and where
 * g_t ⊙ g_t underflows. optax and TensorFlow.js have no default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `epsilon` or
 * `initialAccumulator` is less than 0.
 * @throws {TypeError} for another variant or `epsilonPlacement`.
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
export const adagrad: Rule<AdagradOptions, Kept<"h">> = defineOptimizer({
  id: "adagrad",
  family: "step size",
  hyper: {
    learningRate: learningRateOf(0.01, "the size of the first update"),
    epsilon: epsilonOf(0),
    initialAccumulator: amountOf(0, "h₀", "what h starts from"),
  },
  choices: { epsilonPlacement: ["outside", "inside"] },
  variants: {
    lecture: {},
    torch: { epsilon: 1e-10 },
    optax: started,
    keras: { ...started, learningRate: 0.001 },
    tfjs: started,
  },
  traits: { ...oddAndIdle, degree: 0, stepNeverGrows: true },
  cite: ["Duchi, Hazan, Singer (2011)"],
  init: (w, { initialAccumulator: h0 }) => ({ h: zerosLike(w).add(h0) }),
  step: ({ g, state }, { learningRate, epsilon }, { epsilonPlacement }) => {
    const h = state.h.add(g.square());
    const root = rootWith(epsilon, epsilonPlacement, h);
    return { step: divideOrZero(learningRate, root).mul(g), state: { h } };
  },
});
