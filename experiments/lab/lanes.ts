import { stack, type Tensor, tensor } from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Instance } from "../problems/problem.ts";
import { type Measures, numbersOf } from "./measures.ts";
import {
  oneOf,
  type Standing,
  type StepProgram,
  type Way,
} from "./step_program.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell } from "./trial.ts";

/** Some steps of a trial. */
export interface Stretch {
  /** The losses before each of the steps, up to where the trial ended. */
  readonly losses: readonly number[];
  /**
   * After how many of the steps it ended, as that loss, or a parameter there,
   * is not finite; nothing where it goes on.
   */
  readonly end?: number;
}

/** What is measured of a trial. */
export interface Measured {
  readonly loss: number;
  readonly metrics: Record<string, number>;
}

/**
 * Trials of one problem, whose loss is the same for all seeds, with one
 * optimizer, that take their steps together, and where they stand.
 */
export class Lanes {
  readonly #program: StepProgram;
  readonly #measures: Measures;
  readonly #instances: readonly Instance<Tensor>[];
  readonly #point: Readonly<Record<string, Tensor>>;
  readonly #way: Way;
  #taken = 0;

  /** The trials of some cells before their first step. */
  constructor(study: Study, cells: readonly Cell[], programs: StepPrograms) {
    const [{ problem, optimizer, hyperparameters }] = cells;
    this.#instances = cells.map(({ seed }) =>
      programs.instanceOf(study, problem, seed)
    );
    this.#program = programs.of(this.#instances[0], optimizer);
    this.#measures = programs.measures(this.#instances[0], study.metrics);
    this.#point = Object.fromEntries(
      Object.keys(hyperparameters).map((name) => [
        name,
        tensor(cells.map((cell) => cell.hyperparameters[name])),
      ]),
    );
    const starts = stackTrees(this.#instances.map(({ start }) => start));
    this.#way = this.#program.start(this.#point, starts);
  }

  /** Where they stand: a copy. */
  standing(): Standing {
    return this.#way.state();
  }

  /** The parameters at which their losses are to be reported: a copy. */
  reported(): Tensor {
    return this.#program.reported(this.#point, this.standing());
  }

  /** The loss of one of the trials on all of the data. */
  loss(params: Tensor, lane: number): number {
    const { start } = this.#instances[lane];
    return this.#measures.lossOf(oneOf(params, lane), start);
  }

  /** That loss, and what `metrics` gives. */
  both(params: Tensor, lane: number): Measured {
    const { loss, metrics } = this.#measures.both(oneOf(params, lane));
    return { loss: loss.item(), metrics: numbersOf(metrics) };
  }

  /** The metrics of one of the trials that the study names, by name. */
  metrics(params: Tensor, lane: number): Record<string, number> {
    return numbersOf(this.#measures.metrics(oneOf(params, lane)));
  }

  /** Whether each step learns from a batch. */
  get hasBatches(): boolean {
    return this.#instances[0].batches !== undefined;
  }

  /** Takes so many steps of all of them: gives those of each trial. */
  advance(count: number): Stretch[] {
    const steps = Array.from({ length: count }, (_, i) => this.#taken + i + 1);
    const batches = this.hasBatches
      ? stack(steps.map((step) => this.#batch(step)))
      : undefined;
    const told = this.#way.steps(count, batches);
    this.#taken += count;
    const [losses, runs] = [told.loss, told.runs].map((x) => x.toTypedArray());
    const lanes = this.#instances.length;
    return this.#instances.map((_, lane) => {
      const own: number[] = [];
      for (let step = 0; step < count; step++) {
        const place = step * lanes + lane;
        own.push(losses[place]);
        if (runs[place] === 0) return { losses: own, end: step };
      }
      return { losses: own };
    });
  }

  #batch(step: number): Tensor {
    return stack(this.#instances.map(({ batches }) => batches!.at(step)));
  }
}

/** Trees as one, each leaf with the axis of trials in front. */
function stackTrees(trees: readonly Tensor[]): Tensor {
  const flats = trees.map((tree) => flattenTree("stack", tree));
  return flats[0].rebuild(
    flats[0].leaves.map((_, leaf) => stack(flats.map((f) => f.leaves[leaf]))),
  );
}
