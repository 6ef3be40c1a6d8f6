import type { Datasets } from "../data/datasets.ts";
import { runTrial } from "./run_trial.ts";
import type { Outcome, Study } from "./study.ts";
import { enumerateCells } from "./trial.ts";

/**
 * Runs every trial of a study, in order.
 *
 * @param data where problems get their data from.
 * @param onTrial called after each trial with how many are done, of how many.
 *
 * @example
 * ```ts
 * import { type Datasets, lectureBackpropagation, runStudy } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const none: Datasets = { iris: () => Promise.reject(new Error("none")) };
 * const { trials } = await runStudy(lectureBackpropagation, none);
 * assertEquals(trials.length, 4);
 * assertEquals(trials.every((trial) => trial.status === "finished"), true);
 * ```
 */
export async function runStudy(
  study: Study,
  data: Datasets,
  onTrial: (done: number, all: number) => void = () => {},
): Promise<Outcome> {
  const cells = enumerateCells(study, await study.problems(data));
  const trials = cells.map((cell, i) => {
    const record = runTrial(study, cell);
    onTrial(i + 1, cells.length);
    return record;
  });
  return { study, trials };
}
