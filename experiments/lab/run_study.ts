import type { Datasets } from "../data/datasets.ts";
import { checkMetrics } from "./check_metrics.ts";
import { runTrials } from "./run_trials.ts";
import type { Outcome, Study } from "./study.ts";
import { enumerateCells } from "./trial.ts";

function missing(name: string): Promise<never> {
  const error = `Cannot run the study: its problems need the data of ${name}`;
  return Promise.reject(new TypeError(`${error}, which were not given`));
}

const noData: Datasets = {
  iris: () => missing("iris"),
  digits: () => missing("digits"),
};

/**
 * Runs every trial of a study, in order.
 *
 * @param data where problems get their data from. Default: there are none.
 * @param onTrial called after each trial with how many are done, of how many.
 * @throws {TypeError} if a problem needs data that were not given.
 * @throws {RangeError} if two problems have one name, or no problem has one of
 * the study's metrics.
 * @throws {Failure} where a problem or an optimizer throws something: it says
 * in which trials.
 *
 * @example
 * ```ts
 * import { lectureBackpropagation, runStudy } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { trials } = await runStudy(lectureBackpropagation);
 * assertEquals(trials.length, 4);
 * assertEquals(trials.every((trial) => trial.status === "finished"), true);
 * ```
 */
export async function runStudy(
  study: Study,
  data: Datasets = noData,
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
