import { canonicalText } from "./canonical.ts";
import { type Spread, spread } from "./statistics.ts";
import type { Hyperparameters, Outcome } from "./study.ts";
import type { TrialRecord } from "./trial.ts";

/** The trials of one problem, optimizer and point of the grid: all seeds. */
export interface Group {
  readonly problem: string;
  readonly optimizer: string;
  readonly hyperparameters: Hyperparameters;
  readonly trials: readonly TrialRecord[];
  /** How many trials diverged. */
  readonly diverged: number;
  /** Of the trials that did not diverge. */
  readonly finalLoss: Spread;
  /** Of the trials that did not diverge, by name. */
  readonly metrics: Readonly<Record<string, Spread>>;
}

/** The trials grouped over their seeds, in the order in which they ran. */
export function groupTrials({ study, trials }: Outcome): Group[] {
  const groups = new Map<string, TrialRecord[]>();
  for (const trial of trials) {
    const { problem, optimizer, hyperparameters } = trial.cell;
    const name = canonicalText([problem.id, optimizer.id, hyperparameters]);
    groups.set(name, [...(groups.get(name) ?? []), trial]);
  }
  return [...groups.values()].map((trials) => {
    const { problem, optimizer, hyperparameters } = trials[0].cell;
    const finished = trials.filter((trial) => trial.status === "finished");
    const metrics = study.metrics.map((name) =>
      [name, spread(finished.map((trial) => trial.metrics[name]))] as const
    );
    return {
      problem: problem.id,
      optimizer: optimizer.id,
      hyperparameters,
      trials,
      diverged: trials.length - finished.length,
      finalLoss: spread(finished.map((trial) => trial.finalLoss)),
      metrics: Object.fromEntries(metrics),
    };
  });
}

/**
 * For each problem and optimizer the group with the least median of the final
 * loss; one with diverged trials only where there is no other.
 */
export function bestGroups(groups: readonly Group[]): Group[] {
  const best = new Map<string, Group>();
  for (const group of groups) {
    const name = canonicalText([group.problem, group.optimizer]);
    const present = best.get(name);
    if (present === undefined || isBetter(group, present)) {
      best.set(name, group);
    }
  }
  return [...best.values()];
}

function isBetter(a: Group, b: Group): boolean {
  if (a.diverged !== b.diverged) return a.diverged < b.diverged;
  return a.finalLoss.median < b.finalLoss.median;
}
