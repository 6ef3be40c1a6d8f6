import {
  between,
  defineSchedule,
  finalLearningRate,
  learningRate,
} from "../define_schedule.ts";
import {
  type HyperparameterValue,
  positive,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import { fixedNumber, resolveOptions, wholeSteps } from "../options.ts";

/** The options of {@linkcode polynomialDecay}. */
export interface PolynomialDecayOptions {
  /** η, the rate of the first step. */
  readonly learningRate: HyperparameterValue;
  /** η_end, the rate after the last of the steps. Default: 0. */
  readonly finalLearningRate?: HyperparameterValue;
  /** T, how many steps the way from η to η_end takes. */
  readonly steps: HyperparameterValue;
  /** p, the power of what is left of the way. Default: 1, a straight line. */
  readonly power?: number;
}

/**
 * A rate that follows a power of what is left of the way from one value to
 * another, and stays there: with the power 1 a straight line.
 *
 * η_t = c·η + (1 − c)·η_end with c = ((T − min(t − 1, T))/T)^p, where η is
 * `learningRate`, η_end is `finalLearningRate`, T is `steps` and p is `power`.
 * The first step has the rate η exactly, and step T + 1 and all later ones have
 * η_end exactly. The power is that of {@linkcode pow}: products and a root
 * where 2p is whole. Its derivative by T, at the end, is infinite for p < 1.
 *
 * PyTorch's `PolynomialLR` has η_end = 0, and optax' `polynomial_schedule` and
 * Keras' `PolynomialDecay` without `cycle` write (η − η_end)·c + η_end: the
 * same apart from rounding. All count the steps taken, t − 1.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule; `power` must be a
 * number.
 * @throws {RangeError} if `learningRate` or `power` is not greater than 0,
 * `finalLearningRate` is not at least 0, or `steps` is not a whole number
 * greater than 0.
 * @see Liu, Rabinovich, Berg (2015), ParseNet: looking wider to see better,
 * section 3.2, the "poly" policy.
 *
 * @example
 * ```ts
 * import { polynomialDecay, scalar } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const line = polynomialDecay({ learningRate: 0.5, steps: 4 });
 * const rates = [1, 2, 3, 4, 5, 6].map((t) => line(scalar(t)).item());
 * assertEquals(rates, [0.5, 0.375, 0.25, 0.125, 0, 0]);
 * const curve = polynomialDecay({ learningRate: 0.5, steps: 4, power: 2 });
 * assertEquals(curve(scalar(3)).item(), 0.125);
 * ```
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const name = "polynomialDecay";
  const steps = { range: wholeSteps, symbol: "T", doc: "the steps of the way" };
  const exponent = {
    range: positive,
    symbol: "p",
    doc: "the power of what is left of the way",
    default: 1,
  };
  const table = { learningRate, finalLearningRate, steps };
  const { power, ...given } = resolveOptions(
    name,
    { ...table, power: exponent },
    options,
  );
  const p = fixedNumber(name, "power", power);
  return defineSchedule(name, table, given, (values) => (t) => {
    const { learningRate, finalLearningRate, steps } = scalarsAt(values, t);
    const left = steps.sub(t.sub(1).minimum(steps)).div(steps).pow(p);
    return between(left, learningRate, finalLearningRate);
  });
}
