import { packagedData } from "../data/packages.ts";
import { Failure } from "../failure.ts";
import { toSVG } from "../lab/drawing/draw.ts";
import { narrow, type Narrowing } from "../lab/narrow.ts";
import { resultFiles } from "../lab/results.ts";
import { runStudy } from "../lab/run_study.ts";
import { toCSV } from "../lab/store/csv.ts";
import { Progress } from "../lab/store/progress.ts";
import type { Outcome, Study } from "../lab/study.ts";
import { gridPoints } from "../lab/trial.ts";
import { mayStartWorkers } from "../lab/workers/permission.ts";
import { Workers } from "../lab/workers/workers.ts";

/** The most workers if their number is not given. */
const usualWorkers = 8;

/** With fewer steps for each problem, starting workers costs more than it saves. */
const fewSteps = 2000;

/** As long as so many steps takes it to compile the program of an optimizer. */
const compilingSteps = 200;

/** Runs studies and says on a terminal how far they are. */
export class Laboratory implements Disposable {
  readonly #workers: Workers;
  readonly #count: number;
  readonly #isGiven: boolean;

  /**
   * @param count how many threads run trials: 1 for this one alone. Where it
   * is left out, one for each core, and this one for what is quick or where
   * workers may not start.
   * @throws {Failure} if several are asked for and may not start.
   */
  constructor(count?: number) {
    const may = mayStartWorkers();
    if (!may && count !== undefined && count > 1) {
      throw new Failure(
        "Cannot start workers: they need the permission to read the folder " +
          "of the library; give it, or leave --workers out",
      );
    }
    const cores = Math.min(navigator.hardwareConcurrency, usualWorkers);
    this.#isGiven = count !== undefined;
    this.#count = count ?? (may ? cores : 1);
    this.#workers = new Workers(this.#count);
  }

  /** The result files of a study, or of what a narrowing leaves of it. */
  async compute(
    study: Study,
    narrowing: Narrowing = {},
  ): Promise<Map<string, string>> {
    const progress = new Progress(study.id);
    try {
      const outcome = await this.#run(
        study,
        narrowing,
        (done, all) => progress.update(done, all),
      );
      progress.note("tables and plots");
      return await resultFiles(outcome, toCSV, toSVG);
    } finally {
      progress.end();
    }
  }

  async #run(
    study: Study,
    narrowing: Narrowing,
    onTrial: (done: number, all: number) => void,
  ): Promise<Outcome> {
    const narrowed = narrow(study, narrowing);
    const alone = this.#count === 1 ||
      !this.#isGiven && stepsOf(narrowed) < fewSteps;
    return alone
      ? await runStudy(narrowed, packagedData, onTrial)
      : await this.#workers.run(study, narrowing, packagedData, onTrial);
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    this.#workers.close();
  }
}

/** How many steps the trials of one problem take, and are worth to compile. */
function stepsOf({ optimizers, grid, seeds, steps }: Study): number {
  const taken = gridPoints(grid).length * seeds * steps;
  return optimizers.length * (taken + compilingSteps);
}
