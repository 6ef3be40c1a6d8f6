import { type Tensor, where } from "../autodiff/mod.ts";
import { biasCorrection } from "./bias_correction.ts";
import { mean } from "./adam_moments.ts";

/** A moving average after another number. */
export interface BegunMean {
  /** What is kept. */
  readonly next: Tensor;
  /** What stands for the average in the step. */
  readonly hat: Tensor;
}

/**
 * The moving averages of step t, all begun in one way: with the first number
 * that they meet, or with 0, for which they are corrected.
 *
 * @param t the number of the step, 1 in the first: a scalar.
 * @returns a function of β, the average before, another number and the step in
 * which the first one comes, 1 unless given.
 */
export function begunMeans(
  begin: "first" | "zero",
  t: Tensor,
): (beta: Tensor, before: Tensor, x: Tensor, first?: number) => BegunMean {
  return (beta, before, x, first = 1) => {
    if (begin === "zero") {
      const next = mean(beta, before, x);
      return { next, hat: next.div(biasCorrection(beta, t)) };
    }
    const next = mean(where(t.greater(first), beta, 0), before, x);
    return { next, hat: next };
  };
}
