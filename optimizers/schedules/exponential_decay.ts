import { defineSchedule, learningRate } from "../define_schedule.ts";
import {
  type HyperparameterValue,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import { decayFactor, wholeSteps } from "../options.ts";

/** The options of {@linkcode exponentialDecay}. */
export interface ExponentialDecayOptions {
  /** η, the rate of the first step. */
  readonly learningRate: HyperparameterValue;
  /** γ, what the rate is multiplied by in the course of `steps` steps. */
  readonly decay: HyperparameterValue;
  /** s, in how many steps the rate shrinks by γ. Default: 1. */
  readonly steps?: HyperparameterValue;
}

/**
 * A rate that shrinks by the same factor in each step.
 *
 * η_t = η·γ^((t − 1)/s), where η is `learningRate`, γ is `decay` and s is
 * `steps`: the first step has the rate η, step s + 1 has γη. It has no end and
 * tends to 0. The power is e^(((t − 1)/s)·ln γ), so that it can be
 * differentiated by γ; its relative error is at most
 * (3 + 4·|((t − 1)/s)·ln γ|)·2^−53, to first order, and the first rate is
 * exactly η.
 *
 * PyTorch's `ExponentialLR` has s = 1 and multiplies by γ after each step.
 * optax and Keras count the steps taken, t − 1, and have the same rates; their
 * `decay_rate` and `decay_steps` are γ and s.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` is not
 * in (0, 1], or `steps` is not a whole number greater than 0.
 * @see Senior, Heigold, Ranzato, Yang (2013), An empirical study of learning
 * rates in deep neural networks for speech recognition, section on exponential
 * scheduling.
 *
 * @example
 * ```ts
 * import { exponentialDecay, scalar } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const rate = exponentialDecay({ learningRate: 0.1, decay: 0.9 });
 * assertEquals(rate(scalar(1)).item(), 0.1);
 * assertAlmostEquals(rate(scalar(3)).item(), 0.081, 1e-15);
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const table = {
    learningRate,
    decay: {
      range: decayFactor,
      symbol: "γ",
      doc: "the factor of so many steps",
    },
    steps: {
      range: wholeSteps,
      symbol: "s",
      doc: "in how many steps the rate shrinks by the factor",
      default: 1,
    },
  };
  return defineSchedule("exponentialDecay", table, options, (values) => (t) => {
    const { learningRate, decay, steps } = scalarsAt(values, t);
    const exponent = t.sub(1).div(steps);
    return learningRate.mul(exponent.mul(decay.log()).exp());
  });
}
