import type { Tensor } from "../../autodiff/mod.ts";
import type { AnyProblem, Instance } from "../problems/problem.ts";
import { type Measures, measuresOf } from "./measures.ts";
import { type HostPrograms, hostPrograms } from "./run_in_host.ts";
import { instanceOf } from "./run_trial.ts";
import { StepProgram } from "./step_program.ts";
import type { Contestant, Study } from "./study.ts";

/**
 * What trials that follow one another share: the instances of the problem at
 * hand by seed, what is measured of it, and the program of that problem with the
 * optimizer at hand.
 */
export class StepPrograms implements Disposable {
  #study?: Study;
  #problem?: AnyProblem;
  readonly #instances = new Map<number, Instance<Tensor>>();
  #measures?: Measures;
  #optimizer?: Contestant;
  #program?: StepProgram;
  #host?: HostPrograms;

  /** The instance of a problem for one seed of a study. */
  instanceOf(
    study: Study,
    problem: AnyProblem,
    seed: number,
  ): Instance<Tensor> {
    if (study !== this.#study || problem !== this.#problem) {
      this[Symbol.dispose]();
      [this.#study, this.#problem] = [study, problem];
    }
    const present = this.#instances.get(seed);
    if (present !== undefined) return present;
    const instance = withKnownBatches(instanceOf(study, problem, seed));
    this.#instances.set(seed, instance);
    return instance;
  }

  /** The program of an optimizer on the problem of an instance given last. */
  of(instance: Instance<Tensor>, optimizer: Contestant): StepProgram {
    if (this.#program === undefined || optimizer !== this.#optimizer) {
      this.#program?.[Symbol.dispose]();
      this.#program = new StepProgram(instance, optimizer);
      this.#optimizer = optimizer;
    }
    return this.#program;
  }

  /** What is measured of the problem of an instance given last. */
  measures(instance: Instance<Tensor>, names: readonly string[]): Measures {
    return this.#measures ??= measuresOf(instance, names);
  }

  /** The gradient of the problem of an instance given last, for steps in the host. */
  inHost(instance: Instance<Tensor>): HostPrograms {
    return this.#host ??= hostPrograms(instance);
  }

  /** Gives the memory of its programs back. */
  [Symbol.dispose](): void {
    for (const programs of [this.#program, this.#measures, this.#host]) {
      programs?.[Symbol.dispose]();
    }
    this.#program = this.#measures = this.#host = undefined;
    this.#instances.clear();
    this.#study = this.#problem = this.#optimizer = undefined;
  }
}

/** An instance that remembers its batches, which every trial learns from. */
function withKnownBatches(instance: Instance<Tensor>): Instance<Tensor> {
  const { batches } = instance;
  if (batches === undefined) return instance;
  const known = new Map<number, Tensor>();
  const at = (step: number): Tensor => {
    const batch = known.get(step) ?? batches.at(step);
    known.set(step, batch);
    return batch;
  };
  return { ...instance, batches: { ...batches, at } };
}
