import type { AnyProblem } from "../problems/problem.ts";
import { failedTrials } from "./failed_trials.ts";
import type { Cell, TrialRecord } from "./trial.ts";
import { runInHost } from "./run_in_host.ts";
import { runTogether } from "./run_together.ts";
import { StepPrograms } from "./step_programs.ts";
import { runTrial } from "./run_trial.ts";
import type { Study } from "./study.ts";

/** The most trials that are run together. */
const mostTogether = 128;

/** The most numbers that their parameters have, for these to stay at hand. */
const mostNumbers = 262_144;

/** The most trials of a problem that are run together, at least one. */
export function mostLanes({ size = 1 }: AnyProblem): number {
  const fitting = Math.floor(mostNumbers / size);
  return Math.min(Math.max(fitting, 1), mostTogether);
}

/**
 * Cells in groups that {@linkcode runTrials} can run together: neighbours of
 * one problem with a shared loss and one optimizer, not too many for the size
 * of the problem, in groups of the same size, which share a program, but for
 * the last; others are alone.
 *
 * @param most the most of a problem in a group.
 */
export function groupCells(
  cells: readonly Cell[],
  most: (problem: AnyProblem) => number = mostLanes,
): Cell[][] {
  const groups: Cell[][] = [];
  for (const cell of cells) {
    const group = groups.at(-1);
    const fits = group !== undefined && runsTogether(cell) &&
      group[0].problem === cell.problem &&
      group[0].optimizer === cell.optimizer;
    if (fits) group.push(cell);
    else groups.push([cell]);
  }
  return groups.flatMap((group) => {
    const { length } = group;
    const count = Math.max(1, Math.ceil(length / most(group[0].problem)));
    const size = Math.ceil(length / count);
    return Array.from(
      { length: Math.ceil(length / size) },
      (_, i) => group.slice(i * size, (i + 1) * size),
    );
  });
}

/** Whether a trial can run as one of many, or in a program at all. */
export function runsTogether({ problem, optimizer }: Cell): boolean {
  return problem.sharedLoss === true && optimizer.inHost !== true;
}

/**
 * The records of some cells, in their order: what `runTrial` gives for each,
 * bit for bit. Those that differ in hyperparameters and seeds alone take their
 * steps together, as instances of one program, which is many times faster.
 *
 * @param onTrial called after each trial with how many of these are done.
 * @throws {Failure} where a problem, an optimizer or memory fails: it says in
 * which trials.
 */
export function runTrials(
  study: Study,
  cells: readonly Cell[],
  onTrial: (done: number) => void = () => {},
  programs: StepPrograms = new StepPrograms(),
): TrialRecord[] {
  const records: TrialRecord[] = [];
  for (const group of groupCells(cells)) {
    const made = runGroup(study, group, programs);
    for (const record of made) onTrial(records.push(record));
  }
  return records;
}

function runGroup(
  study: Study,
  group: readonly Cell[],
  programs: StepPrograms,
): TrialRecord[] {
  const [cell] = group;
  try {
    if (runsTogether(cell)) return runTogether(study, group, programs);
    return cell.problem.sharedLoss === true
      ? [runInHost(study, cell, programs)]
      : [runTrial(study, cell)];
  } catch (error) {
    throw failedTrials(study, group, error);
  }
}
