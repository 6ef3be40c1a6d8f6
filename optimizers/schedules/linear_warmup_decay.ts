import {
  defineSchedule,
  finalLearningRate,
  learningRate,
  warmupSteps,
} from "../define_schedule.ts";
import type { HyperparameterValue, Schedule } from "../hyperparameters.ts";
import { wholeSteps } from "../options.ts";
import { linearWarmup } from "./linear_warmup.ts";
import { polynomialDecay } from "./polynomial_decay.ts";

/** The options of {@linkcode linearWarmupDecay}. */
export interface LinearWarmupDecayOptions {
  /** η, the greatest rate. */
  readonly learningRate: HyperparameterValue;
  /** η_end, the rate after the last of the steps. Default: 0. */
  readonly finalLearningRate?: HyperparameterValue;
  /** W, how many steps the way up takes. */
  readonly warmupSteps: HyperparameterValue;
  /** D, how many steps the way down takes. */
  readonly decaySteps: HyperparameterValue;
}

/**
 * A rate that grows along one line and shrinks along another.
 *
 * η_t = (t/W)·η in the steps 1 to W, where η is `learningRate` and W is
 * `warmupSteps`; then η + (η_end − η)·min(t − 1 − W, D)/D, where η_end is
 * `finalLearningRate` and D is `decaySteps`: the steps W and W + 1 have the
 * rate η, step W + D + 1 and all later ones have η_end, exactly. It is
 * {@linkcode linearWarmup} of {@linkcode polynomialDecay}, in every bit.
 *
 * Devlin and others, and `get_linear_schedule_with_warmup` of Hugging Face's
 * transformers, have (t − 1)/W: their first step moves nothing, and step W + 1
 * is the first with the rate η. After it they are the same.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate` is not greater than 0,
 * `finalLearningRate` is not at least 0, or `warmupSteps` or `decaySteps` is
 * not a whole number greater than 0.
 * @see Devlin, Chang, Lee, Toutanova (2019), BERT: pre-training of deep
 * bidirectional transformers for language understanding, appendix A.2.
 *
 * @example
 * ```ts
 * import { linearWarmupDecay, scalar } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = linearWarmupDecay({
 *   learningRate: 1,
 *   warmupSteps: 2,
 *   decaySteps: 4,
 * });
 * const rates = [1, 2, 3, 4, 5, 6, 7, 8].map((t) => rate(scalar(t)).item());
 * assertEquals(rates, [0.5, 1, 1, 0.75, 0.5, 0.25, 0, 0]);
 * ```
 */
export function linearWarmupDecay(options: LinearWarmupDecayOptions): Schedule {
  const table = {
    learningRate,
    finalLearningRate,
    warmupSteps,
    decaySteps: {
      range: wholeSteps,
      symbol: "D",
      doc: "the steps of the way down",
    },
  };
  return defineSchedule(
    "linearWarmupDecay",
    table,
    options,
    ({ warmupSteps, decaySteps, ...rates }) =>
      linearWarmup(
        polynomialDecay({ ...rates, steps: decaySteps }),
        { steps: warmupSteps },
      ),
  );
}
