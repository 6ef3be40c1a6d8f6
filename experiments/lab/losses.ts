import type { AnyProblem } from "../problems/problem.ts";
import { recordSteps } from "./record_steps.ts";
import type { Study } from "./study.ts";
import type { CurvePoint } from "./trial.ts";

/** The steps at which the loss on all of the data is known, beside the last. */
export function plannedSteps(
  { steps, curvePoints }: Study,
): ReadonlySet<number> {
  return new Set(recordSteps(steps, curvePoints));
}

/**
 * The losses of a trial on all of the data, given one after another: what its
 * record tells of them. It keeps no other, since a study has millions.
 */
export class Losses {
  readonly #planned: ReadonlySet<number>;
  readonly #optimum: number;
  readonly #tolerance: number;
  readonly #curve: CurvePoint[] = [];
  #step = -1;
  #first = NaN;
  #last = NaN;
  #least = NaN;
  #leastBefore = NaN;
  #reached = NaN;

  /** @param planned the steps of the study's curves. */
  constructor(
    { tolerance = NaN }: Study,
    { optimum }: AnyProblem,
    planned: ReadonlySet<number>,
  ) {
    this.#planned = planned;
    this.#optimum = optimum?.value ?? NaN;
    this.#tolerance = tolerance;
  }

  /** Adds the loss after so many steps, more than those of the last one. */
  add(step: number, loss: number): void {
    if (this.#step < 0) this.#first = loss;
    this.#leastBefore = this.#least;
    if (Number.isFinite(loss) && !(loss >= this.#least)) this.#least = loss;
    if (!(loss - this.#optimum <= this.#tolerance)) this.#reached = NaN;
    else if (Number.isNaN(this.#reached)) this.#reached = step;
    if (this.#planned.has(step)) this.#curve.push({ step, loss });
    [this.#step, this.#last] = [step, loss];
  }

  /** After how many steps the last loss was; −1 where there is none. */
  get step(): number {
    return this.#step;
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }

  /** The least of those that are finite; NaN where none is. */
  get least(): number {
    return this.#least;
  }

  /** The least of them but for the last one. */
  get leastBeforeLast(): number {
    return this.#leastBefore;
  }

  /**
   * After how many steps the loss is within the study's tolerance of the least
   * value for good; NaN where it is not in the end, or either is not known.
   */
  get reached(): number {
    return this.#reached;
  }

  /** Those at planned steps, and the last one. */
  get curve(): readonly CurvePoint[] {
    return this.#curve.at(-1)?.step === this.#step
      ? this.#curve
      : [...this.#curve, { step: this.#step, loss: this.#last }];
  }
}
