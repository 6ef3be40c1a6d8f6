import {
  isFinite,
  key,
  type Tensor,
  type TreeOf,
  valueAndGrad,
} from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Instance, Problem } from "../problems/problem.ts";
import { recordSteps } from "./record_steps.ts";
import type { Study } from "./study.ts";
import type { Cell, CurvePoint, TrialRecord } from "./trial.ts";

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

/**
 * Runs one trial: so many steps, or until the loss or a parameter is no longer
 * finite.
 */
export function runTrial(study: Study, cell: Cell): TrialRecord {
  const instance: Instance<Tensor> = instanceOf(study, cell.problem, cell.seed);
  const optimizer = cell.optimizer.create(cell.hyperparameters);
  const lossAndGrad = valueAndGrad<Tensor>((p) => instance.loss(p));
  const recorded = new Set(recordSteps(study.steps));
  const curve: CurvePoint[] = [];

  let params = instance.start;
  let state = optimizer.init(params);
  let step = 0;
  let bestLoss = NaN;
  let diverged = !isFiniteTree(params);
  let loss: number;
  for (;; step++) {
    const { value, grad } = lossAndGrad(params);
    loss = value.item();
    diverged ||= !Number.isFinite(loss);
    if (!diverged && !(loss >= bestLoss)) bestLoss = loss;
    const last = diverged || step === study.steps;
    if (last || recorded.has(step)) curve.push({ step, loss });
    if (last) break;
    ({ params, state } = optimizer.update(grad, state, params));
    diverged = !isFiniteTree(params);
  }
  return {
    cell,
    status: diverged ? "diverged" : "finished",
    steps: step,
    firstLoss: curve[0].loss,
    finalLoss: loss,
    bestLoss,
    metrics: measure(study, instance, params, diverged),
    curve,
  };
}

function isFiniteTree(params: Tensor): boolean {
  const { leaves } = flattenTree("run a trial", params);
  return leaves.every((leaf) => isFinite(leaf).toTypedArray().every(Boolean));
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
