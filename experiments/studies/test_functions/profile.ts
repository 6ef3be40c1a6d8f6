import type { Score } from "./scores.ts";

/** A step of a performance profile. */
export interface ProfilePoint {
  readonly optimizer: string;
  /** How many times the steps of the fastest optimizer. */
  readonly ratio: number;
  /** The fraction of all trials solved in at most so many times the steps. */
  readonly fraction: number;
}

/**
 * The performance profiles of optimizers, each at its best learning rate on
 * each function. A problem is a function and a start; its cost is the number
 * of steps to the minimum, at least 1, and ∞ where it was not solved. The
 * profile of an optimizer is the fraction of problems on which its cost is at
 * most `ratio` times the least cost of any.
 *
 * @param best a score for each function and optimizer, of the same starts.
 * @returns for each optimizer the points where its fraction grows, the first
 * at ratio 1.
 * @see Dolan and Moré (2002), Benchmarking optimization software with
 * performance profiles.
 */
export function performanceProfile(best: readonly Score[]): ProfilePoint[] {
  const least = new Map<string, number>();
  const costs = best.flatMap(({ optimizer, trials, costs }) =>
    trials.map(({ cell: { problem, seed } }, i) => ({
      optimizer,
      problem: `${problem.id} ${seed}`,
      cost: Math.max(costs[i], 1),
    }))
  );
  for (const { problem, cost } of costs) {
    least.set(problem, Math.min(cost, least.get(problem) ?? Infinity));
  }
  const optimizers = [...new Set(best.map(({ optimizer }) => optimizer))];
  return optimizers.flatMap((optimizer) => {
    const ratios = costs.filter((each) => each.optimizer === optimizer)
      .filter(({ cost }) => cost < Infinity)
      .map(({ problem, cost }) => cost / least.get(problem)!)
      .sort((a, b) => a - b);
    const steps = [...new Set([1, ...ratios])];
    return steps.map((ratio) => ({
      optimizer,
      ratio,
      fraction: ratios.filter((each) => each <= ratio).length / least.size,
    }));
  });
}

/** The fraction of an optimizer's profile at a ratio. */
export function fractionAt(
  profile: readonly ProfilePoint[],
  optimizer: string,
  ratio: number,
): number {
  const reached = profile.filter((point) =>
    point.optimizer === optimizer && point.ratio <= ratio
  );
  return reached.at(-1)?.fraction ?? 0;
}
