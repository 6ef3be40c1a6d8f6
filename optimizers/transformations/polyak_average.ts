import { mapTree, where } from "../../autodiff/mod.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { wholeStepsOrNone } from "../options.ts";
import {
  defineStatefulTransformation,
  type StatefulTransformation,
} from "../stateful_transformation.ts";

/** The options of {@linkcode polyakAverage}. */
export interface PolyakAverageOptions {
  /** S, how many steps come before those that are averaged. Default: 0. */
  readonly start?: HyperparameterValue;
}

const make = defineStatefulTransformation({
  id: "polyak-average",
  hyper: {
    start: {
      range: wholeStepsOrNone,
      symbol: "S",
      doc: "how many steps come first",
      default: 0,
    },
  },
  traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
  init: (params) => ({ average: params }),
  advance(updates, { average }, { params, t }, { start }) {
    const n = t.sub(start).maximum(1);
    const next = mapTree(
      (a, w, u) => {
        const after = w.sub(u);
        return where(n.greater(1), a.add(after.sub(a).div(n)), after);
      },
      average,
      params,
      updates,
    );
    return { updates, kept: { average: next } };
  },
  evaluate: "average",
});

/**
 * Keeps the mean of the weights of all steps (Polyak–Ruppert averaging, averaged
 * SGD); the steps stay as they are. The optimizer's `evaluationParams` gives the
 * mean: the point at which the loss is to be reported.
 *
 * a_t = (1/n)·(w_{S+1} + … + w_t) with n = t − S, where w_t are the weights after
 * step t and S is `start`; up to step S + 1 it is w_t itself, and before the
 * first step the start. It is computed as a_t = a_{t−1} + (w_t − a_{t−1})/n,
 * rounded to the dtype of the weights, so that weights that stay are their own
 * mean, in every bit. A rate that stays, or goes down slower than 1/t, is what
 * the theorems ask for.
 *
 * It belongs at the end of a {@linkcode chain}, as {@linkcode exponentialAverage}
 * does. PyTorch's `AveragedModel` without further options, updated after each
 * step, is the same; its `ASGD` starts after `t0` steps and shrinks the weights
 * and the rate as well.
 *
 * @throws {TypeError} for an unknown option, or a value that is not a number, a
 * float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `start` is not a whole number of at least 0.
 * @see Polyak and Juditsky (1992), Acceleration of stochastic approximation by
 * averaging; Ruppert (1988), Efficient estimations from a slowly convergent
 * Robbins–Monro process.
 *
 * @example
 * ```ts
 * import { chain, gradientDescent, polyakAverage, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   polyakAverage(),
 * );
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * for (const g of [2, 4]) { // to 6 and 2
 *   ({ params, state } = optimizer.update(tensor([g]), state, params));
 * }
 * assertEquals(optimizer.evaluationParams(state, params).toArray(), [4]);
 * ```
 */
export function polyakAverage(
  options: PolyakAverageOptions = {},
): StatefulTransformation {
  return make(options);
}
