import { key, type Tensor, type TreeOf } from "../../autodiff/mod.ts";
import {
  minimize,
  type MinimizePoint,
  type Slot,
} from "../../optimizers/mod.ts";
import type { Instance, Problem } from "../problems/problem.ts";
import { recordSteps } from "./record_steps.ts";
import type { Study } from "./study.ts";
import type { Cell, TrialRecord } from "./trial.ts";

/**
 * The instance of a problem for one seed of a study. Its keys are derived from
 * the names of study and problem and from the seed: never from the optimizer,
 * so that all optimizers meet the same draws.
 */
export function instanceOf<P extends Tensor | TreeOf<P>>(
  study: Study,
  problem: Problem<P>,
  seed: number,
): Instance<P> {
  const own = key(0).fold(study.id).fold(problem.id);
  return problem.instance({
    problem: own.fold("problem"),
    start: own.fold(`seed ${seed}`).fold("start"),
  });
}

/** Where a trial stands after some steps. */
export type TrialPoint = MinimizePoint<Tensor, Slot>;

/**
 * Every point of a trial, the start and the last among them: for tables and
 * plots that need more than the record of the trial.
 */
export function followTrial(study: Study, cell: Cell): TrialPoint[] {
  const instance: Instance<Tensor> = instanceOf(study, cell.problem, cell.seed);
  const points: TrialPoint[] = [];
  minimize(
    (p) => instance.loss(p),
    instance.start,
    cell.optimizer.create(cell.hyperparameters),
    { steps: study.steps, record: (point) => points.push(point) },
  );
  return points;
}

/**
 * Runs one trial: so many steps, or until the loss or a parameter is no longer
 * finite.
 */
export function runTrial(study: Study, cell: Cell): TrialRecord {
  const instance: Instance<Tensor> = instanceOf(study, cell.problem, cell.seed);
  const optimizer = cell.optimizer.create(cell.hyperparameters);
  const losses: number[] = [];
  const { params, loss, steps, status } = minimize(
    (p) => instance.loss(p),
    instance.start,
    optimizer,
    { steps: study.steps, record: (point) => losses.push(point.loss) },
  );
  const diverged = status === "diverged";
  const finite = diverged ? losses.slice(0, steps) : losses;
  const recorded = new Set([...recordSteps(study.steps), steps]);
  return {
    cell,
    status,
    steps,
    firstLoss: losses[0],
    finalLoss: loss,
    bestLoss: finite.reduce((best, each) => each >= best ? best : each, NaN),
    metrics: measure(study, instance, params, diverged),
    curve: losses.flatMap((loss, step) =>
      recorded.has(step) ? [{ step, loss }] : []
    ),
  };
}

function measure(
  study: Study,
  instance: Instance<Tensor>,
  params: Tensor,
  diverged: boolean,
): Record<string, number> {
  const measured = diverged ? {} : instance.metrics(params);
  return Object.fromEntries(
    study.metrics.map((name) => [name, measured[name]?.item() ?? NaN]),
  );
}
