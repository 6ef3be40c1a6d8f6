import { defineSchedule, learningRate } from "../define_schedule.ts";
import {
  type HyperparameterValue,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import { decayFactor, wholeSteps } from "../options.ts";

/** The options of {@linkcode stepDecay}. */
export interface StepDecayOptions {
  /** η, the rate of the first steps. */
  readonly learningRate: HyperparameterValue;
  /** γ, what the rate is multiplied by at each drop. Default: 0.1. */
  readonly decay?: HyperparameterValue;
  /** s, how many steps have the same rate. */
  readonly steps: HyperparameterValue;
}

/**
 * A rate that stays for a number of steps, then drops by a factor, and so on.
 *
 * η_t = η·γ^⌊(t − 1)/s⌋, where η is `learningRate`, γ is `decay` and s is
 * `steps`: the steps 1 to s have the rate η, the steps s + 1 to 2s have γη. It
 * has no end. The power is e^(k·ln γ), so that it can be differentiated by γ;
 * its relative error is at most (3 + 4·|k·ln γ|)·2^−53, to first order, and
 * without drops the rate is exactly η.
 *
 * PyTorch's `StepLR` drops at the same steps, one product a drop. optax counts
 * the steps taken, t − 1, and its `exponential_decay` with `staircase` gives
 * these rates too, as does Keras' `ExponentialDecay` with `staircase`.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` is not
 * in (0, 1], or `steps` is not a whole number greater than 0.
 * @see He, Zhang, Ren, Sun (2016), Deep residual learning for image
 * recognition, section 3.4 and 4.2, where the rate is divided by 10 each time.
 *
 * @example
 * ```ts
 * import { scalar, stepDecay } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = stepDecay({ learningRate: 0.8, decay: 0.5, steps: 2 });
 * const rates = [1, 2, 3, 4, 5].map((t) => rate(scalar(t)).item());
 * assertEquals(rates, [0.8, 0.8, 0.4, 0.4, 0.2]);
 * ```
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const table = {
    learningRate,
    decay: {
      range: decayFactor,
      symbol: "γ",
      doc: "the factor of each drop",
      default: 0.1,
    },
    steps: {
      range: wholeSteps,
      symbol: "s",
      doc: "how many steps have the same rate",
    },
  };
  return defineSchedule("stepDecay", table, options, (values) => (t) => {
    const { learningRate, decay, steps } = scalarsAt(values, t);
    const drops = t.sub(1).div(steps).floor();
    return learningRate.mul(drops.mul(decay.log()).exp());
  });
}
