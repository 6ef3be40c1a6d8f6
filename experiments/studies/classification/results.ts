import type { Outcome } from "../../lab/study.ts";
import { bestGroups, type Group, groupTrials } from "../../lab/summary.ts";
import type { AnyProblem } from "../../problems/problem.ts";

/** What came out on one problem. */
export interface ProblemResult {
  readonly problem: AnyProblem;
  /** The least loss measured in any trial; NaN where none was finite. */
  readonly least: number;
  /** The group at the best learning rate of each optimizer. */
  readonly best: readonly Group[];
  /** The trials by optimizer and learning rate. */
  readonly groups: readonly Group[];
}

/** The results of a study by problem, in its order. */
export function problemResults(outcome: Outcome): ProblemResult[] {
  const all = groupTrials(outcome);
  const problems = new Map(
    outcome.trials.map(({ cell: { problem } }) => [problem.id, problem]),
  );
  return [...problems.values()].map((problem) => {
    const groups = all.filter((group) => group.problem === problem.id);
    const losses = groups.flatMap(({ trials }) => trials.map((t) => t.bestLoss))
      .filter(Number.isFinite);
    return {
      problem,
      least: losses.reduce((least, each) => each >= least ? least : each, NaN),
      best: bestGroups(groups),
      groups,
    };
  });
}

/** Whether all trials of a group diverged. */
export function isLost({ diverged, trials }: Group): boolean {
  return diverged === trials.length;
}

/** Groups by their median final loss; those of diverged trials alone last. */
export function ranked(groups: readonly Group[]): Group[] {
  return [...groups].sort((a, b) =>
    Number(isLost(a)) - Number(isLost(b)) ||
    (isLost(a) ? 0 : a.finalLoss.median - b.finalLoss.median)
  );
}

/**
 * Some of the optimizers: those that are best on all problems together, by the
 * sum of their places in the order of median final losses.
 */
export function leaders(
  results: readonly ProblemResult[],
  optimizers: readonly string[],
  most: number,
): string[] {
  const places = (id: string) =>
    results.reduce(
      (sum, { best }) =>
        sum + ranked(best).findIndex(({ optimizer }) => optimizer === id),
      0,
    );
  const sums = new Map(optimizers.map((id) => [id, places(id)]));
  const chosen = [...optimizers].sort((a, b) => sums.get(a)! - sums.get(b)!)
    .slice(0, most);
  return optimizers.filter((id) => chosen.includes(id));
}
