import type { Datasets } from "../data/datasets.ts";
import { checkMetrics } from "./check_metrics.ts";
import { runTrials } from "./run_trials.ts";
import type { Outcome, Study } from "./study.ts";
import { enumerateCells } from "./trial.ts";

/**
 * Runs every trial of a study, in order.
 *
 * @param data where problems get their data from.
 * @param onTrial called after each trial with how many are done, of how many.
 * @throws {RangeError} if two problems have one name, or no problem has one of
 * the study's metrics.
 * @throws {Failure} where a problem or an optimizer throws something: it says
 * in which trials.
 *
 * @example
 * ```ts
 * import { type Datasets, lectureBackpropagation, runStudy } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const none = () => Promise.reject(new Error("none is needed"));
 * const data: Datasets = { iris: none, digits: none };
 * const { trials } = await runStudy(lectureBackpropagation, data);
 * assertEquals(trials.length, 4);
 * assertEquals(trials.every((trial) => trial.status === "finished"), true);
 * ```
 */
export async function runStudy(
  study: Study,
  data: Datasets,
  onTrial: (done: number, all: number) => void = () => {},
): Promise<Outcome> {
  const problems = await study.problems(data);
  checkMetrics(study, problems);
  const cells = enumerateCells(study, problems);
  const trials = runTrials(
    study,
    cells,
    (done) => onTrial(done, cells.length),
  );
  return { study, trials };
}
