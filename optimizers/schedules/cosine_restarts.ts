import { type Tensor, tensor, where } from "../../autodiff/mod.ts";
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
import { fixedNumber, resolveOptions, wholeSteps } from "../options.ts";

/** The options of {@linkcode cosineRestarts}. */
export interface CosineRestartsOptions {
  /** η, the rate of the first step of each cycle. */
  readonly learningRate: HyperparameterValue;
  /** η_end, the rate to which each cycle goes down. Default: 0. */
  readonly finalLearningRate?: HyperparameterValue;
  /** T₀, how many steps the first cycle has. */
  readonly steps: HyperparameterValue;
  /** m, how many times as long each cycle is as the one before. Default: 1. */
  readonly stepsFactor?: number;
}

/**
 * A rate that follows half a cosine from one value to another, again and again
 * (SGDR, stochastic gradient descent with warm restarts).
 *
 * η_t = c·η + (1 − c)·η_end with c = ½·(1 + cos(π·T_cur/T_i)), where η is
 * `learningRate` and η_end is `finalLearningRate`. Cycle i, 0 the first, has
 * T_i = T₀·mⁱ steps, where T₀ is `steps` and m is `stepsFactor`, and T_cur is
 * the number of its steps taken: 0 in its first step, which has the rate η
 * exactly. T_cur ends at T_i − 1, so that no step has the rate η_end itself;
 * within the first cycle the rates are those of {@linkcode cosineDecay}.
 *
 * PyTorch's `CosineAnnealingWarmRestarts` with `T_0` and `T_mult`, stepped once
 * a step, has the same rates. optax' `sgdr_schedule` takes a list of cycles,
 * each with a warm-up. Keras' `CosineDecayRestarts` has m = 2 unless told
 * otherwise, and `m_mul` to lower η from cycle to cycle.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule; `stepsFactor` must be
 * a number.
 * @throws {RangeError} if `learningRate` is not greater than 0,
 * `finalLearningRate` is not at least 0, or `steps` or `stepsFactor` is not a
 * whole number greater than 0.
 * @see Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with
 * warm restarts, equation 5.
 *
 * @example
 * ```ts
 * import { cosineRestarts, scalar } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const rate = cosineRestarts({ learningRate: 1, steps: 2, stepsFactor: 2 });
 * const rates = [1, 2, 3, 4, 5, 6, 7].map((t) => rate(scalar(t)).item());
 * assertEquals([rates[0], rates[2], rates[6]], [1, 1, 1]);
 * assertAlmostEquals(rates[1], 0.5, 1e-15);
 * assertAlmostEquals(rates[4], 0.5, 1e-15);
 * ```
 */
export function cosineRestarts(options: CosineRestartsOptions): Schedule {
  const name = "cosineRestarts";
  const steps = {
    range: wholeSteps,
    symbol: "T₀",
    doc: "the steps of the first cycle",
  };
  const factor = {
    range: wholeSteps,
    symbol: "m",
    doc: "how many times as long each cycle is as the one before",
    default: 1,
  };
  const table = { learningRate, finalLearningRate, steps };
  const { stepsFactor, ...given } = resolveOptions(
    name,
    { ...table, stepsFactor: factor },
    options,
  );
  const place = cycles(fixedNumber(name, "stepsFactor", stepsFactor));
  return defineSchedule(name, table, given, (values) => (t) => {
    const { learningRate, finalLearningRate, steps } = scalarsAt(values, t);
    const { taken, length } = place(t.sub(1), steps);
    const left = taken.div(length).mul(Math.PI).cos().add(1).mul(0.5);
    return between(left, learningRate, finalLearningRate);
  });
}

/** How many steps of a cycle are taken, and how many it has. */
interface Place {
  readonly taken: Tensor;
  readonly length: Tensor;
}

/** The place in the cycle, from the steps taken in all and those of the first. */
function cycles(factor: number): (taken: Tensor, first: Tensor) => Place {
  if (factor === 1) {
    return (taken, first) => {
      const before = taken.div(first).floor().mul(first);
      return { taken: taken.sub(before), length: first };
    };
  }
  // In units of the first cycle; counts of steps are below 2⁵³.
  const starts = [0];
  const lengths = [1];
  for (;;) {
    const last = lengths.length - 1;
    const next = starts[last] + lengths[last];
    if (next > Number.MAX_SAFE_INTEGER) break;
    starts.push(next);
    lengths.push(lengths[last] * factor);
  }
  const [startsOf, lengthsOf] = [tensor(starts), tensor(lengths)];
  return (taken, first) => {
    const from = startsOf.mul(first);
    const begun = from.lessEqual(taken);
    const last = (x: Tensor) => where(begun, x, 0).max().asScalar();
    return {
      taken: taken.sub(last(from)),
      length: last(lengthsOf.mul(first)),
    };
  };
}
