import type { Cell, TrialRecord } from "./trial.ts";
import { runTogether } from "./run_together.ts";
import { StepPrograms } from "./step_programs.ts";
import { runTrial } from "./run_trial.ts";
import type { Study } from "./study.ts";

/** The most trials that are run together. */
const mostTogether = 128;

/**
 * Cells in groups that {@linkcode runTrials} can run together: neighbours of
 * one problem with a shared loss and one optimizer; others are alone.
 */
export function groupCells(cells: readonly Cell[]): Cell[][] {
  const groups: Cell[][] = [];
  for (const cell of cells) {
    const group = groups.at(-1);
    const fits = group !== undefined && group.length < mostTogether &&
      cell.problem.sharedLoss === true && group[0].problem === cell.problem &&
      group[0].optimizer === cell.optimizer;
    if (fits) group.push(cell);
    else groups.push([cell]);
  }
  return groups;
}

/**
 * The records of some cells, in their order: what `runTrial` gives for each,
 * bit for bit. Those that differ in hyperparameters and seeds alone take their
 * steps together, as instances of one program, which is many times faster.
 *
 * @param onTrial called after each trial with how many of these are done.
 */
export function runTrials(
  study: Study,
  cells: readonly Cell[],
  onTrial: (done: number) => void = () => {},
  programs: StepPrograms = new StepPrograms(),
): TrialRecord[] {
  const records: TrialRecord[] = [];
  for (const group of groupCells(cells)) {
    const made = group[0].problem.sharedLoss === true
      ? runTogether(study, group, programs)
      : [runTrial(study, group[0])];
    for (const record of made) onTrial(records.push(record));
  }
  return records;
}
