import { grad, scalar, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { rootWith } from "../../../optimizers/denominators.ts";
import { followTrial } from "../../lab/follow_trial.ts";
import { instanceOf } from "../../lab/run_trial.ts";
import { bestGroups, groupTrials } from "../../lab/summary.ts";
import type { Outcome, Study } from "../../lab/study.ts";
import type { TrialRecord } from "../../lab/trial.ts";

/** One step of a trial, in one coordinate. */
export interface SizedStep {
  /** The number of the step: 1 for the first. */
  readonly step: number;
  /** The weight before the step. */
  readonly weight: number;
  /** The derivative there. */
  readonly gradient: number;
  /** h before the step; NaN where the rule keeps none. */
  readonly before: number;
  /** What the derivative is multiplied by: η/√h, or η where there is no h. */
  readonly size: number;
}

/** The best trial of a rule on a problem, with the sizes of its steps. */
export interface SizedRun {
  readonly trial: TrialRecord;
  /** η. */
  readonly rate: number;
  /** The steps of each coordinate. */
  readonly coordinates: readonly (readonly SizedStep[])[];
}

/** For each problem and rule the trial with the least final loss. */
export function sizedRuns(outcome: Outcome): SizedRun[] {
  return bestGroups(groupTrials(outcome)).map(({ trials: [trial] }) => ({
    trial,
    rate: trial.cell.hyperparameters.learningRate,
    coordinates: coordinatesOf(outcome.study, trial),
  }));
}

/**
 * The sizes come from the optimizer's state: h_t after step t is the h of that
 * step. A size is infinite where h = 0, as the step is 0 there.
 */
function coordinatesOf(study: Study, { cell }: TrialRecord): SizedStep[][] {
  const { loss, start } = instanceOf(study, cell.problem, cell.seed);
  const gradientAt = grad((w: Tensor) => loss(w));
  const optimizer = cell.optimizer.create(cell.hyperparameters);
  const { epsilon = 0 } = optimizer.hyperparameters;
  const placement = optimizer.choices.epsilonPlacement === "inside"
    ? "inside"
    : "outside";
  const coordinates: SizedStep[][] = [...start.toTypedArray()].map(() => []);
  const points = followTrial(study, cell);
  points.slice(1).forEach(({ state, step }, i) => {
    const { params, state: earlier } = points[i];
    const weights = params.toTypedArray();
    const gradients = gradientAt(params).toTypedArray();
    const before = squaresOf(earlier.slots)?.toTypedArray();
    const h = squaresOf(state.slots);
    const rate = optimizer.learningRate(earlier);
    const sizes = h === undefined
      ? tensor([...weights].map(() => rate.item()))
      : rate.div(rootWith(scalar(epsilon as number), placement, h));
    sizes.toTypedArray().forEach((size, j) =>
      coordinates[j].push({
        step,
        weight: weights[j],
        gradient: gradients[j],
        before: before?.[j] ?? NaN,
        size,
      })
    );
  });
  return coordinates;
}

/** h, where the rule keeps one. */
function squaresOf(
  slots: Readonly<Record<string, Tensor>>,
): Tensor | undefined {
  return slots.h;
}
