import { defineSchedule, learningRate } from "../define_schedule.ts";
import {
  type HyperparameterValue,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";

/** The options of {@linkcode constant}. */
export interface ConstantOptions {
  /** η, the rate in every step. */
  readonly learningRate: HyperparameterValue;
}

/**
 * The same rate in every step: η_t = η, where η is `learningRate`.
 *
 * A rule given the number itself takes the same steps; as a schedule it is what
 * other rates are compared with.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0.
 * @see Robbins and Monro (1951), A stochastic approximation method, for why a
 * rate that stays does not settle on noisy gradients.
 *
 * @example
 * ```ts
 * import { constant, scalar } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = constant({ learningRate: 0.1 });
 * assertEquals([1, 1000].map((t) => rate(scalar(t)).item()), [0.1, 0.1]);
 * ```
 */
export function constant(options: ConstantOptions): Schedule {
  const table = { learningRate };
  return defineSchedule(
    "constant",
    table,
    options,
    (values) => (t) => scalarsAt(values, t).learningRate,
  );
}
