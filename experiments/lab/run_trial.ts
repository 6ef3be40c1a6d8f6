import { key, type Tensor, type TreeOf } from "../../autodiff/mod.ts";
import {
  minimize,
  type MinimizePoint,
  type MinimizeResult,
  type Optimizer,
  type Slot,
} from "../../optimizers/mod.ts";
import type { Instance, Problem } from "../problems/problem.ts";
import { Losses, plannedSteps } from "./losses.ts";
import { makeRecord } from "./make_record.ts";
import { numbersOf } from "./measures.ts";
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
  const each = own.fold(`seed ${seed}`);
  return problem.instance({
    problem: own.fold("problem"),
    start: each.fold("start"),
    batches: each.fold("batches"),
  });
}

/** Where a trial stands after some steps. */
export type TrialPoint = MinimizePoint<Tensor, Slot>;

/** The points of a trial that runs alone, as `followTrial` gives them. */
export function followAlone(study: Study, cell: Cell): TrialPoint[] {
  const instance: Instance<Tensor> = instanceOf(study, cell.problem, cell.seed);
  const made = cell.optimizer.create(cell.hyperparameters);
  const points: TrialPoint[] = [];
  takeSteps(study, made, instance, (point) => {
    points.push({ ...point, loss: wholeLoss(instance, made, point) });
  });
  return points;
}

/**
 * Runs one trial: so many steps, or until the loss or a parameter is no longer
 * finite. Where steps learn from batches, the loss of a batch tells when to
 * end, and the losses of the record are those on all of the data, at the steps
 * of its curve. Losses and metrics are those where the optimizer has them
 * reported.
 */
export function runTrial(study: Study, cell: Cell): TrialRecord {
  const instance = instanceOf(study, cell.problem, cell.seed);
  return recordOf(study, cell, instance, takeSteps);
}

/** Takes the steps of a trial, and calls `record` as `minimize` does. */
export type TakeSteps = (
  study: Study,
  made: Optimizer,
  instance: Instance<Tensor>,
  record: (point: TrialPoint) => void,
) => Pick<
  MinimizeResult<Tensor, Slot>,
  "steps" | "status" | "params" | "state"
>;

/** Runs one trial by steps that are taken in some way. */
export function recordOf(
  study: Study,
  cell: Cell,
  instance: Instance<Tensor>,
  take: TakeSteps,
): TrialRecord {
  const made = cell.optimizer.create(cell.hyperparameters);
  const planned = plannedSteps(study);
  const losses = new Losses(study, cell.problem, planned);
  let last: TrialPoint | undefined;
  const { steps, status, params, state } = take(
    study,
    made,
    instance,
    (point) => {
      last = point;
      if (instance.batches !== undefined && !planned.has(point.step)) return;
      losses.add(point.step, wholeLoss(instance, made, point));
    },
  );
  if (losses.step < steps) losses.add(steps, wholeLoss(instance, made, last!));
  const diverged = status === "diverged";
  return makeRecord(study, cell, {
    losses,
    diverged,
    metrics: () =>
      numbersOf(instance.metrics(made.evaluationParams(state, params))),
  });
}

/** Runs the steps of a trial. */
function takeSteps(
  { steps }: Study,
  made: Optimizer,
  { loss, start, batches }: Instance<Tensor>,
  record: (point: TrialPoint) => void,
): MinimizeResult<Tensor, Slot> {
  if (batches === undefined) {
    return minimize((p) => loss(p), start, made, { steps, record });
  }
  return minimize(
    (p: Tensor, batch: Tensor) => batches.loss(p, batch),
    start,
    made,
    { steps, record, batch: (step: number) => batches.at(step) },
  );
}

/** The loss at a point, on all of the data, where the optimizer has it reported. */
function wholeLoss(
  { loss, batches }: Instance<Tensor>,
  made: Optimizer,
  point: TrialPoint,
): number {
  const reported = made.evaluationParams(point.state, point.params);
  return batches === undefined && reported === point.params
    ? point.loss
    : loss(reported).item();
}
