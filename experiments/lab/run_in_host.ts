import {
  compile,
  hvp,
  type Tensor,
  type ValueAndGrad,
  valueAndGrad,
} from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Instance } from "../problems/problem.ts";
import { disposable } from "./disposable.ts";
import { recordOf, type TakeSteps } from "./run_trial.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell, TrialRecord } from "./trial.ts";

/** The gradient of a problem as programs. */
export interface HostPrograms extends Disposable {
  /** The loss that a step lowers, with its gradient. */
  readonly both: (
    params: Tensor,
    ...batch: Tensor[]
  ) => ValueAndGrad<Tensor>;
  /** The Hessian of that loss times a tree like the parameters. */
  readonly curve: (params: Tensor, v: Tensor, ...batch: Tensor[]) => Tensor;
}

/** Compiles the gradient of a problem. */
export function hostPrograms(
  { loss, batches }: Instance<Tensor>,
): HostPrograms {
  const lowered = (params: Tensor, ...batch: Tensor[]) =>
    batches === undefined ? loss(params) : batches.loss(params, batch[0]);
  return disposable({
    both: compile<[Tensor, ...Tensor[]], ValueAndGrad<Tensor>>(
      valueAndGrad<Tensor, Tensor[]>(lowered),
    ),
    curve: compile<[Tensor, Tensor, ...Tensor[]], Tensor>((
      params,
      v,
      ...rest
    ) => hvp<Tensor, Tensor[]>(lowered)(params, v, ...rest)),
  });
}

/**
 * Runs a trial whose optimizer reads values in its steps: these run in the
 * host, the loss and its gradient as programs. Its record is that of
 * `runTrial`, bit for bit.
 */
export function runInHost(
  study: Study,
  cell: Cell,
  programs: StepPrograms,
): TrialRecord {
  const instance = programs.instanceOf(study, cell.problem, cell.seed);
  const { loss, metrics } = programs.measures(instance, study.metrics);
  const { both, curve } = programs.inHost(instance);
  const take: TakeSteps = ({ steps }, made, { start, batches }, record) => {
    let [params, state] = [start, made.init(start)];
    for (let step = 0;; step++) {
      const batch = batches === undefined ? [] : [batches.at(step + 1)];
      const { value, grad } = both(params, ...batch);
      const loss = value.item();
      record({ step, loss, params, state });
      const finite = Number.isFinite(loss) && isFiniteTree(params);
      if (!finite || step === steps) {
        const status = finite ? "finished" : "diverged";
        return { params, state, steps: step, status };
      }
      const at = params;
      ({ params, state } = made.update(grad, state, params, {
        loss: value,
        gradient: (other) => both(other, ...batch).grad,
        valueAndGrad: (other) => both(other, ...batch),
        hvp: (v) => curve(at, v, ...batch),
      }));
    }
  };
  return recordOf(study, cell, { ...instance, loss, metrics }, take);
}

function isFiniteTree(params: Tensor): boolean {
  return flattenTree("run", params).leaves.every((leaf) => {
    const elements = leaf.toTypedArray();
    // There may be many, so that a function for each would take its time.
    for (let i = 0; i < elements.length; i++) {
      if (!Number.isFinite(elements[i])) return false;
    }
    return true;
  });
}
