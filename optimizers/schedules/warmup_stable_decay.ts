import { type Tensor, where } from "../../autodiff/mod.ts";
import {
  between,
  defineSchedule,
  finalLearningRate,
  learningRate,
  warmupSteps,
} from "../define_schedule.ts";
import {
  checkOptions,
  type HyperparameterValue,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import {
  oneOf,
  resolveOptions,
  wholeSteps,
  wholeStepsOrNone,
} from "../options.ts";

/** The options of {@linkcode warmupStableDecay}. */
export interface WarmupStableDecayOptions {
  /** η, the greatest rate. */
  readonly learningRate: HyperparameterValue;
  /** η_end, the rate after the last of the steps. Default: 0. */
  readonly finalLearningRate?: HyperparameterValue;
  /** W, how many steps the way up takes. */
  readonly warmupSteps: HyperparameterValue;
  /** S, how many steps the rate stays; 0 is allowed. */
  readonly stableSteps: HyperparameterValue;
  /** D, how many steps the way down takes. */
  readonly decaySteps: HyperparameterValue;
  /** The form of the way down. Default: `linear`. */
  readonly form?: "linear" | "cosine" | "root";
}

/**
 * A rate that grows in equal parts, stays for most of the steps, and then goes
 * down (warm-up, stable, decay).
 *
 * η_t = (t/W)·η in the steps 1 to W, and η in the S steps after them, where η
 * is `learningRate`, W is `warmupSteps` and S is `stableSteps`. Then it is
 * c·η + (1 − c)·η_end, where η_end is `finalLearningRate` and, with D
 * `decaySteps` and q = min(t − 1 − W − S, D)/D the share of the way down that
 * is behind, c is
 *
 * - 1 − q where `form` is `linear`,
 * - ½·(1 + cos(π·q)) where it is `cosine`,
 * - 1 − √q where it is `root`, which Hägele and others found best.
 *
 * Step W + S + 1, the first of the way down, still has the rate η; step
 * W + S + D + 1 and all later ones have η_end, exactly. A run can be ended from
 * any point of the stable part, so a longer one needs no other schedule.
 *
 * The paper of MiniCPM goes down by 0.5^((t − W − S)/5000) of its step number:
 * {@linkcode joinSchedules} with {@linkcode exponentialDecay} gives that.
 *
 * @throws {TypeError} for an unknown or missing option, another `form`, or a
 * value that is not a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0,
 * `finalLearningRate` is not at least 0, `warmupSteps` or `decaySteps` is not a
 * whole number greater than 0, or `stableSteps` not one of at least 0.
 * @see Hu and others (2024), MiniCPM: unveiling the potential of small language
 * models with scalable training strategies, section 4; Hägele and others
 * (2024), Scaling laws and compute-optimal training beyond fixed training
 * durations, section 3.
 *
 * @example
 * ```ts
 * import { scalar, warmupStableDecay } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = warmupStableDecay({
 *   learningRate: 1,
 *   warmupSteps: 2,
 *   stableSteps: 2,
 *   decaySteps: 4,
 * });
 * const rates = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((t) => rate(scalar(t)).item());
 * assertEquals(rates, [0.5, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0]);
 * ```
 */
export function warmupStableDecay(options: WarmupStableDecayOptions): Schedule {
  const name = "warmupStableDecay";
  checkOptions(name, options);
  const { form = "linear", ...numbers } = options;
  const table = {
    learningRate,
    finalLearningRate,
    warmupSteps,
    stableSteps: {
      range: wholeStepsOrNone,
      symbol: "S",
      doc: "how many steps the rate stays",
    },
    decaySteps: {
      range: wholeSteps,
      symbol: "D",
      doc: "the steps of the way down",
    },
  };
  const given = resolveOptions(name, table, numbers, { form });
  oneOf(name, "form", form, ["linear", "cosine", "root"]);
  return defineSchedule(name, table, given, (values) => (t) => {
    const { learningRate, finalLearningRate, ...steps } = scalarsAt(values, t);
    const { warmupSteps, stableSteps, decaySteps } = steps;
    const before = warmupSteps.add(stableSteps).add(1);
    const taken = t.sub(before).clip(0, decaySteps);
    const weight = left[form](taken, decaySteps);
    const decayed = between(weight, learningRate, finalLearningRate);
    const grown = t.div(warmupSteps).minimum(1).mul(learningRate);
    return where(t.less(before), grown, decayed);
  });
}

/** What is left of the way down after so many of its steps. */
const left = {
  linear: (taken: Tensor, steps: Tensor): Tensor => steps.sub(taken).div(steps),
  cosine: (taken: Tensor, steps: Tensor): Tensor =>
    taken.div(steps).mul(Math.PI).cos().add(1).mul(0.5),
  root: (taken: Tensor, steps: Tensor): Tensor =>
    taken.div(steps).sqrt().neg().add(1),
};
