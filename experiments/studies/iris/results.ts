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
      least: losses.length === 0 ? NaN : Math.min(...losses),
      best: bestGroups(groups),
      groups,
    };
  });
}
