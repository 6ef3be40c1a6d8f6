import { stack, type Tensor, tensor } from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Instance } from "../problems/problem.ts";
import type { Standing, StepProgram, Stretch } from "./step_program.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell } from "./trial.ts";

/**
 * Trials of one problem, whose loss is the same for all seeds, with one
 * optimizer, that take their steps together, and where they stand.
 */
export class Lanes {
  /** Their steps, losses and metrics. */
  readonly program: StepProgram;
  readonly #instances: readonly Instance<Tensor>[];
  readonly #point: Readonly<Record<string, Tensor>>;
  #standing: Standing;
  #taken = 0;

  /** The trials of some cells before their first step. */
  constructor(study: Study, cells: readonly Cell[], programs: StepPrograms) {
    const [{ problem, optimizer, hyperparameters }] = cells;
    this.#instances = cells.map(({ seed }) =>
      programs.instanceOf(study, problem, seed)
    );
    this.program = programs.of(this.#instances[0], optimizer);
    this.#point = Object.fromEntries(
      Object.keys(hyperparameters).map((name) => [
        name,
        tensor(cells.map((cell) => cell.hyperparameters[name])),
      ]),
    );
    const starts = stackTrees(this.#instances.map(({ start }) => start));
    this.#standing = this.program.start(this.#point, starts);
  }

  /** Where they stand. */
  get standing(): Standing {
    return this.#standing;
  }

  /** Whether each step learns from a batch. */
  get hasBatches(): boolean {
    return this.#instances[0].batches !== undefined;
  }

  /** Takes so many steps of all of them. */
  advance(count: number): Stretch {
    const steps = Array.from({ length: count }, (_, i) => this.#taken + i + 1);
    const stretch = this.program.run(
      this.#point,
      this.#standing,
      count,
      this.hasBatches ? steps.map((step) => this.#batch(step)) : undefined,
    );
    this.#standing = stretch.next;
    this.#taken += count;
    return stretch;
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
