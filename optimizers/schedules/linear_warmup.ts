import { defineSchedule } from "../define_schedule.ts";
import {
  type HyperparameterValue,
  positive,
  scalarAt,
  type Schedule,
} from "../hyperparameters.ts";
import { resolveOptions, wholeSteps } from "../options.ts";

/** The options of {@linkcode linearWarmup}. */
export interface LinearWarmupOptions {
  /** T, how many steps come before those of the rate or schedule itself. */
  readonly steps: HyperparameterValue;
}

/**
 * A rate that grows in equal parts to that of another schedule's first step,
 * and then follows that schedule.
 *
 * η_t = min(t/T, 1)·s(max(t − T, 1)), where s is the schedule or the constant
 * `rate` and T is `steps`: the first step has s(1)/T, step T has s(1), and step
 * T + 1 is the first of the schedule, s(1) again. So a schedule that takes n
 * steps ends after T + n.
 *
 * No step has the rate 0. optax' `linear_schedule` from 0, joined at T, counts
 * the steps taken and has (t − 1)/T: its first step moves nothing, and s(1) is
 * reached in step T + 1. PyTorch's `LinearLR` goes from a third of the rate in
 * the first step to all of it in step T + 1; under `SequentialLR`, as under
 * optax' `join_schedules`, the schedule begins there as it does here.
 *
 * @param rate a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `rate` is a number that is not greater than 0, or
 * `steps` is not a whole number greater than 0.
 * @see Goyal and others (2017), Accurate, large minibatch SGD: training
 * ImageNet in 1 hour, section 2.2, gradual warmup.
 *
 * @example
 * ```ts
 * import { linearWarmup, scalar, stepDecay } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const drops = stepDecay({ learningRate: 0.8, decay: 0.5, steps: 2 });
 * const rate = linearWarmup(drops, { steps: 4 });
 * const rates = [1, 2, 3, 4, 5, 6, 7].map((t) => rate(scalar(t)).item());
 * assertEquals(rates.slice(0, 4), [0.2, 0.4, 0.6000000000000001, 0.8]);
 * assertEquals(rates.slice(4), [0.8, 0.8, 0.4]);
 * ```
 */
export function linearWarmup(
  rate: HyperparameterValue,
  options: LinearWarmupOptions,
): Schedule {
  const name = "linearWarmup";
  const steps = { range: wholeSteps, symbol: "T", doc: "the steps of the way" };
  const given = { ...resolveOptions(name, { steps }, options), rate };
  const table = {
    rate: { range: positive, symbol: "s", doc: "the rate that is reached" },
    steps,
  };
  return defineSchedule(name, table, given, (values) => (t) => {
    const steps = scalarAt("steps", values.steps, t);
    const after = scalarAt("rate", values.rate, t.sub(steps).maximum(1));
    return t.div(steps).minimum(1).mul(after);
  });
}
