import { type Tensor, tensor } from "../../autodiff/mod.ts";

/**
 * What a set of numbers looks like: NaN where there are too few of them, or
 * one is NaN.
 */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** The standard deviation of a sample: n − 1 in the denominator. */
  readonly deviation: number;
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

/** The spread of some numbers, summed in the library's fixed order. */
export function spread(numbers: readonly number[]): Spread {
  const count = numbers.length;
  if (count === 0 || numbers.some(Number.isNaN)) {
    const [mean, deviation, least, median, greatest] = Array(5).fill(NaN);
    return { count, mean, deviation, least, median, greatest };
  }
  const x = tensor(numbers);
  const sorted = [...numbers].sort((a, b) => a - b);
  return {
    count,
    mean: x.mean().item(),
    deviation: count > 1 ? deviationOf(x) : NaN,
    least: sorted[0],
    median: medianOf(sorted),
    greatest: sorted[count - 1],
  };
}

/** The root of the mean square distance from the mean, with n − 1. */
function deviationOf(x: Tensor): number {
  const same = x.max().item() === x.min().item();
  return same ? 0 : x.variance({ correction: 1 }).sqrt().item();
}

/** The middle of sorted numbers, or the mean of the two in the middle. */
function medianOf(sorted: readonly number[]): number {
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  const sum = lower + upper;
  return Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
}
