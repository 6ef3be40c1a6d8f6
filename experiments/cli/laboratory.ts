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

/** A study, or what a narrowing left of it, and its result files by name. */
export interface Computed {
  readonly study: Study;
  readonly files: ReadonlyMap<string, string>;
}

/** A study to be run. */
interface Run {
  readonly study: Study;
  /** Whether workers run it. */
  readonly isShared: boolean;
  /** Starts it if it has not been; gives its outcome, and shows how far it is. */
  readonly start: (progress?: Progress) => Promise<Outcome>;
}

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

  /**
   * The result files of each study, or of what a narrowing leaves of it. While
   * this thread is busy with one, workers run the next.
   */
  async *compute(
    studies: readonly Study[],
    narrowing: Narrowing = {},
  ): AsyncGenerator<Computed> {
    const runs = studies.map((study) => this.#prepare(study, narrowing));
    for (const [i, { study, start }] of runs.entries()) {
      const next = runs.slice(i + 1).find(({ isShared }) => isShared);
      const progress = new Progress(study.id);
      let files: ReadonlyMap<string, string>;
      try {
        const outcome = start(progress);
        next?.start();
        const ended = await outcome;
        progress.note("tables and plots");
        files = await resultFiles(ended, toCSV, toSVG);
      } finally {
        progress.end();
      }
      yield { study, files };
    }
  }

  /** A study that runs when it is first started. */
  #prepare(study: Study, narrowing: Narrowing): Run {
    const narrowed = narrow(study, narrowing);
    const isShared = this.#count > 1 &&
      (this.#isGiven || stepsOf(narrowed) >= fewSteps);
    let shown: Progress | undefined;
    const onTrial = (done: number, all: number) => shown?.update(done, all);
    const run = () =>
      isShared
        ? this.#workers.run(study, narrowing, packagedData, onTrial)
        : runStudy(narrowed, packagedData, onTrial);
    let outcome: Promise<Outcome> | undefined;
    const start = (progress?: Progress) => {
      shown = progress;
      if (outcome === undefined) {
        outcome = run();
        // Its turn may come after it has failed, and says so then.
        outcome.catch(() => {});
      }
      return outcome;
    };
    return { study, isShared, start };
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
