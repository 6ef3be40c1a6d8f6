import { checkMetrics } from "../check_metrics.ts";
import type { Datasets } from "../../data/datasets.ts";
import { narrow, type Narrowing } from "../narrow.ts";
import type { Outcome, Study } from "../study.ts";
import { enumerateCells, type TrialRecord } from "../trial.ts";
import { type Part, partsOf } from "./parts.ts";
import { Thread } from "./thread.ts";

/** Something that takes one thread, which it asks at once or not at all. */
type Work = (thread: Thread) => Promise<void>;

/**
 * Workers that share the trials of studies among them, those of one study after
 * those of another. Which of them runs a trial, and when, changes nothing in the
 * outcome.
 */
export class Workers {
  readonly #threads: Thread[] = [];
  readonly #waiting: Work[] = [];
  readonly #count: number;
  readonly #program: URL;

  /**
   * Workers that start when the first study is run.
   *
   * @param count how many.
   * @param program what they run: it serves studies.
   */
  constructor(
    count: number,
    program: URL = new URL("./worker.ts", import.meta.url),
  ) {
    this.#count = count;
    this.#program = program;
  }

  /**
   * Runs a study, or what a narrowing leaves of it: gives what `runStudy`
   * gives, bit for bit. Another may be run before it has ended: its trials
   * follow.
   *
   * @param study one that the workers' program serves, before the narrowing.
   * @param onTrial called now and then with how many trials are done, of how
   * many.
   * @throws what `runStudy` would throw; where several trials fail, what the
   * first of them throws.
   */
  async run(
    study: Study,
    narrowing: Narrowing,
    data: Datasets,
    onTrial: (done: number, all: number) => void = () => {},
  ): Promise<Outcome> {
    while (this.#threads.length < this.#count) {
      this.#threads.push(new Thread(this.#program));
    }
    const narrowed = narrow(study, narrowing);
    const problems = await narrowed.problems(data);
    checkMetrics(narrowed, problems);
    const cells = enumerateCells(narrowed, problems);
    const trials: TrialRecord[] = new Array(cells.length);
    const failures = new Map<number, unknown>();
    let done = 0;
    const run = async (thread: Thread, { first, end }: Part) => {
      if (failures.size > 0) return;
      try {
        const request = { study: study.id, narrowing, first, end };
        (await thread.ask(request)).forEach((record, i) => {
          trials[first + i] = { cell: cells[first + i], ...record };
        });
      } catch (error) {
        failures.set(first, error);
        return;
      }
      done += end - first;
      onTrial(done, cells.length);
    };
    await Promise.all(
      partsOf(cells, this.#count).map((part) =>
        this.#give((thread) => run(thread, part))
      ),
    );
    // Parts are handed out in order, so that each before a failed one was run.
    if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
    return { study: narrowed, trials };
  }

  /** Ends the workers. */
  close(): void {
    for (const thread of this.#threads.splice(0)) thread.close();
  }

  /** Gives a thread some work as soon as those before it are given. */
  #give(work: Work): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push((thread) => work(thread).then(resolve, reject));
    this.#handOut();
    return promise;
  }

  /**
   * Hands out what is waiting. Each thread gets something to go on with while
   * this one has no time for it.
   */
  #handOut(): void {
    for (const most of [0, 1]) {
      for (const thread of this.#threads) {
        while (thread.asked <= most) {
          const work = this.#waiting.shift();
          if (work === undefined) return;
          work(thread).then(() => this.#handOut());
        }
      }
    }
  }
}
