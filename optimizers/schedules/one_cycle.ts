import { where } from "../../autodiff/mod.ts";
import { defineSchedule, learningRate } from "../define_schedule.ts";
import {
  checkOptions,
  type HyperparameterValue,
  positive,
  scalarsAt,
  type Schedule,
} from "../hyperparameters.ts";
import { oneOf, resolveOptions, wholeSteps } from "../options.ts";

/** The options of {@linkcode oneCycle}. */
export interface OneCycleOptions {
  /** η, the greatest rate. */
  readonly learningRate: HyperparameterValue;
  /** T, how many steps the way up and down takes. */
  readonly steps: HyperparameterValue;
  /**
   * W, how many of them the way up takes. Default: 3/10 of `steps`, rounded
   * down, and at least 1.
   */
  readonly warmupSteps?: HyperparameterValue;
  /** a, by what η is divided for the rate of the first step. Default: 25. */
  readonly divisor?: HyperparameterValue;
  /** b, by what that one is divided for the last rate. Default: 10⁴. */
  readonly finalDivisor?: HyperparameterValue;
  /** The form of both ways: half a cosine or a line. Default: `cosine`. */
  readonly form?: "cosine" | "linear";
}

/**
 * A rate that goes up to its greatest value and down again far below its first
 * one, once (the one-cycle policy).
 *
 * With s = t − 1 steps taken, the rate goes from η/a at s = 0 to η at s = W and
 * to η/(a·b) at s = T, where η is `learningRate`, T is `steps`, W is
 * `warmupSteps`, a is `divisor` and b is `finalDivisor`; from step T + 1 on it
 * stays. Each way from x to y is (1 − c)·x + c·y, with c the share q of the way
 * that is behind, or ½·(1 − cos(π·q)). At s = 0, W and T the rates are exact.
 *
 * optax' `cosine_onecycle_schedule` has these rates, with W = ⌊`pct_start`·T⌋.
 * PyTorch's `OneCycleLR` of n steps has its last rate in step n and its
 * greatest after `pct_start`·n − 1 steps, whole or not: so T = n − 1, and
 * W = `pct_start`·n − 1 where that is whole. It also moves the momentum, which
 * can be a schedule of its own here. Smith and Topin have two lines of the same
 * length and a third one to the last rate, as PyTorch's `three_phase`:
 * {@linkcode joinSchedules} of lines gives that.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `learningRate`, `divisor` or `finalDivisor` is not
 * greater than 0, `steps` or `warmupSteps` is not a whole number greater than
 * 0, or `warmupSteps` is not less than `steps`.
 * @see Smith and Topin (2018), Super-convergence: very fast training of neural
 * networks using large learning rates, section 3.
 *
 * @example
 * ```ts
 * import { oneCycle, scalar } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const rate = oneCycle({ learningRate: 1, steps: 10 });
 * assertEquals([1, 4, 11].map((t) => rate(scalar(t)).item()), [0.04, 1, 4e-6]);
 * const line = oneCycle({ learningRate: 1, steps: 10, form: "linear" });
 * assertAlmostEquals(line(scalar(2)).item(), 0.36, 1e-15);
 * ```
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const name = "oneCycle";
  checkOptions(name, options);
  const { form = "cosine", ...numbers } = options;
  const common = {
    learningRate,
    steps: {
      range: wholeSteps,
      symbol: "T",
      doc: "the steps of the way up and down",
    },
    divisor: {
      range: positive,
      symbol: "a",
      doc: "what η is divided by for the first rate",
      default: 25,
    },
    finalDivisor: {
      range: positive,
      symbol: "b",
      doc: "what the first rate is divided by for the last",
      default: 1e4,
    },
  };
  const warmupSteps = {
    range: wholeSteps,
    symbol: "W",
    doc: "the steps of the way up",
    default: 1,
  };
  const table = { ...common, warmupSteps };
  const given = resolveOptions(name, table, numbers, { form });
  oneOf(name, "form", form, ["cosine", "linear"]);
  const isGiven = numbers.warmupSteps !== undefined;
  checkWays(given, isGiven);
  // The way up that is not given has the length that the whole one asks for.
  const own = isGiven ? table : common as typeof table;
  return defineSchedule(name, own, numbers, (values) => (t) => {
    const at = scalarsAt(values, t);
    const { learningRate, divisor, finalDivisor } = at;
    const warmup = isGiven
      ? at.warmupSteps
      : at.steps.mul(0.3).floor().maximum(1);
    const first = learningRate.div(divisor);
    const last = first.div(finalDivisor);
    const taken = t.sub(1);
    const rises = taken.less(warmup);
    const up = taken.minimum(warmup).div(warmup);
    const down = taken.clip(warmup, at.steps).sub(warmup)
      .div(at.steps.sub(warmup));
    const behind = where(rises, up, down);
    const share = form === "linear"
      ? behind
      : behind.mul(Math.PI).cos().neg().add(1).mul(0.5);
    const from = where(rises, first, learningRate);
    const to = where(rises, learningRate, last);
    return share.neg().add(1).mul(from).add(share.mul(to));
  });
}

/** Checks that a way down is left, where both lengths are known. */
function checkWays(
  { steps, warmupSteps }: Readonly<
    Record<"steps" | "warmupSteps", HyperparameterValue>
  >,
  isGiven: boolean,
): void {
  if (typeof steps !== "number" || typeof warmupSteps !== "number") return;
  if (warmupSteps < steps) return;
  throw new RangeError(
    "Cannot create oneCycle: " +
      (isGiven
        ? `warmupSteps must be less than steps, which are ${steps}, ` +
          `current value is ${warmupSteps}`
        : `steps must be a whole number greater than 1, current value is ` +
          `${steps}`),
  );
}
