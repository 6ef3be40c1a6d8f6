import {
  between,
  defineSchedule,
  finalLearningRate,
  learningRate,
} from "../define_schedule.ts";
import {
  type HyperparameterValue,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import { wholeSteps } from "../options.ts";

/** The options of {@linkcode cosineDecay}. */
export interface CosineDecayOptions {
  /** η, the rate of the first step. */
  readonly learningRate: HyperparameterValue;
  /** η_end, the rate after the last of the steps. Default: 0. */
  readonly finalLearningRate?: HyperparameterValue;
  /** T, how many steps the way from η to η_end takes. */
  readonly steps: HyperparameterValue;
}

/**
 * A rate that follows half a cosine from one value to another, and stays there.
 *
 * η_t = c·η + (1 − c)·η_end with c = ½·(1 + cos(π·min(t − 1, T)/T)), where η is
 * `learningRate`, η_end is `finalLearningRate` and T is `steps`. The first step
 * has the rate η exactly, and step T + 1 and all later ones have η_end exactly:
 * with η_end = 0 the parameters come to rest. Loshchilov and Hutter write
 * η_end + ½·(η − η_end)·(1 + cos(π·T_cur/T_i)), which is the same apart from
 * rounding, and restart at the end.
 *
 * optax and Keras count the steps taken, t − 1, and stay at the end as here;
 * their `alpha` is η_end/η. PyTorch's `CosineAnnealingLR` does not stay: past T
 * the rate goes up again, with period 2T.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0,
 * `finalLearningRate` is not at least 0, or `steps` is not a whole number
 * greater than 0.
 * @see Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with
 * warm restarts, equation 5, without restarts.
 *
 * @example
 * ```ts
 * import { cosineDecay, scalar } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const rate = cosineDecay({ learningRate: 0.1, steps: 10 });
 * assertEquals(rate(scalar(1)).item(), 0.1);
 * assertAlmostEquals(rate(scalar(6)).item(), 0.05, 1e-15);
 * assertEquals([11, 500].map((t) => rate(scalar(t)).item()), [0, 0]);
 * ```
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const steps = { range: wholeSteps, symbol: "T", doc: "the steps of the way" };
  const table = { learningRate, finalLearningRate, steps };
  return defineSchedule("cosineDecay", table, options, (values) => (t) => {
    const { learningRate, finalLearningRate, steps } = scalarsAt(values, t);
    const angle = t.sub(1).minimum(steps).div(steps).mul(Math.PI);
    const left = angle.cos().add(1).mul(0.5);
    return between(left, learningRate, finalLearningRate);
  });
}
