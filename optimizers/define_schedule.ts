import type { Tensor } from "../autodiff/mod.ts";
import {
  type HyperparameterValue,
  nonNegative,
  positive,
  type Schedule,
} from "./hyperparameters.ts";
import { resolveOptions, wholeSteps } from "./options.ts";
import type { TransformationHyperparameter } from "./transformation.ts";

/** The row of η, a rate: greater than 0. */
export const learningRate: TransformationHyperparameter = {
  range: positive,
  symbol: "η",
  doc: "the rate",
};

/** The row of η_end, a rate that a schedule ends at: at least 0. */
export const finalLearningRate: TransformationHyperparameter = {
  range: nonNegative,
  symbol: "η_end",
  doc: "the rate at the end",
  default: 0,
};

/** The row of W, how many steps a schedule begins with a way up. */
export const warmupSteps: TransformationHyperparameter = {
  range: wholeSteps,
  symbol: "W",
  doc: "the steps of the way up",
};

/**
 * Makes a schedule, which knows what it is made with, from a function of the
 * values of its options.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} for a number outside the range.
 */
export function defineSchedule<K extends string>(
  name: string,
  table: Readonly<Record<K, TransformationHyperparameter>>,
  given: Readonly<Partial<Record<K, unknown>>>,
  make: (
    values: Readonly<Record<K, HyperparameterValue>>,
  ) => (t: Tensor) => Tensor,
): Schedule {
  const hyperparameters = resolveOptions(name, table, given);
  return Object.assign(make(hyperparameters), {
    hyperparameters,
    table,
    withHyperparameters: (values: Schedule["hyperparameters"]) =>
      defineSchedule(name, table, { ...hyperparameters, ...values }, make),
  });
}

/** A rate on its way between two, of which this part is left: at first 1. */
export function between(left: Tensor, start: Tensor, end: Tensor): Tensor {
  const rest = left.neg().add(1);
  return start.mul(left).add(end.mul(rest));
}
