import { mapTree } from "../../autodiff/mod.ts";
import { fraction, type HyperparameterValue } from "../hyperparameters.ts";
import {
  defineStatefulTransformation,
  type StatefulTransformation,
} from "../stateful_transformation.ts";

/** The options of {@linkcode exponentialAverage}. */
export interface ExponentialAverageOptions {
  /** d, what stays of the average in a step. Default: 0.999. */
  readonly decay?: HyperparameterValue;
}

const make = defineStatefulTransformation({
  id: "exponential-average",
  hyper: {
    decay: {
      range: fraction,
      symbol: "d",
      doc: "what stays of the average",
      default: 0.999,
    },
  },
  traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
  init: (params) => ({ average: params }),
  advance(updates, { average }, { params }, { decay }) {
    const next = mapTree(
      (a, w, u) => decay.mul(a).add(decay.neg().add(1).mul(w.sub(u))),
      average,
      params,
      updates,
    );
    return { updates, kept: { average: next } };
  },
  evaluate: "average",
});

/**
 * Keeps an exponential average of the weights; the steps stay as they are. The
 * optimizer's `evaluationParams` gives the average: the point at which the loss
 * is to be reported.
 *
 * a_t = d·a_{t−1} + (1 − d)·w_t with a₀ = w₀, where w_t are the weights after
 * step t and d is `decay`. So the average is a weighted mean of the start and of
 * all weights since: no correction for the first steps is called for, but the
 * start weighs dᵗ. A schedule such as min(d, (1 + t)/(10 + t)), as
 * TensorFlow's `ExponentialMovingAverage` has it, makes it weigh less. The
 * average is rounded to the dtype of the weights: in float32, with d near 1, it
 * does not follow what is less than 2⁻²⁴/(1 − d) of it.
 *
 * It belongs at the end of a {@linkcode chain}, since it takes w − u, with u the
 * step as it is at its place, for the weights after the step. Before the
 * optimizer it would average what gradients lead to.
 *
 * optax' `incremental_update` of the weights, with 1 − d, from the start on, is
 * the same. PyTorch's `AveragedModel` with `get_ema_multi_avg_fn(d)` has
 * a₁ = w₁, and optax' `ema` divides by 1 − dᵗ what begins at 0.
 *
 * @throws {TypeError} for an unknown option, or a value that is not a number, a
 * float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `decay` is not in [0, 1).
 * @see Polyak and Juditsky (1992), Acceleration of stochastic approximation by
 * averaging, for averages of weights; Tarvainen and Valpola (2017), Mean
 * teachers are better role models, equation 2.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   exponentialAverage,
 *   gradientDescent,
 *   tensor,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   exponentialAverage({ decay: 0.75 }),
 * );
 * const w = tensor([8]);
 * const { params, state } = optimizer.update(w, optimizer.init(w), w);
 * assertEquals(params.toArray(), [0]);
 * assertEquals(optimizer.evaluationParams(state, params).toArray(), [6]);
 * ```
 */
export function exponentialAverage(
  options: ExponentialAverageOptions = {},
): StatefulTransformation {
  return make(options);
}
