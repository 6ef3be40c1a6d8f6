import {
  fraction,
  type Hyperparameter,
  nonNegative,
  positive,
} from "./hyperparameters.ts";
import { wholeSteps } from "./options.ts";

/** The row of a learning rate: greater than 0. */
export function learningRateOf(
  value: number,
  doc: string,
  symbol: string = "η",
): Hyperparameter {
  return { default: value, range: positive, symbol, doc };
}

/** The row of a share of the past that is kept from step to step: in [0, 1). */
export function decayOf(
  value: number,
  symbol: string,
  doc: string,
): Hyperparameter {
  return { default: value, range: fraction, symbol, doc };
}

/** The row of a share of one of two things, which may be all of it: in [0, 1]. */
export function shareOf(
  value: number,
  symbol: string,
  doc: string,
): Hyperparameter {
  const range = {
    text: "in [0, 1]",
    contains: (x: number) => x >= 0 && x <= 1,
  };
  return { default: value, range, symbol, doc };
}

/** The row of a factor by which something grows: at least 1. */
export function growthOf(
  value: number,
  symbol: string,
  doc: string,
): Hyperparameter {
  const contains = (x: number) => x >= 1 && x < Infinity;
  return {
    default: value,
    range: { text: "at least 1", contains },
    symbol,
    doc,
  };
}

/** The row of an inertia γ: in [0, 1). */
export function momentumOf(
  value: number,
  symbol: string = "γ",
): Hyperparameter {
  const doc = "the inertia: what stays of the previous direction";
  return decayOf(value, symbol, doc);
}

/** The row of a quantity that switches something off where it is 0. */
export function amountOf(
  value: number,
  symbol: string,
  doc: string,
): Hyperparameter {
  return { default: value, range: nonNegative, symbol, doc };
}

/** The row of an ε that is added to a denominator: at least 0. */
export function epsilonOf(value: number): Hyperparameter {
  return amountOf(value, "ε", "what is added to the denominator");
}

/** The row of a number of steps: whole, and greater than 0. */
export function stepsOf(
  value: number,
  symbol: string,
  doc: string,
): Hyperparameter {
  return { default: value, range: wholeSteps, symbol, doc };
}
