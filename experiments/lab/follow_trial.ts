import { flattenTree } from "../../autodiff/trees.ts";
import { Lanes } from "./lanes.ts";
import { followAlone, type TrialPoint } from "./run_trial.ts";
import { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell } from "./trial.ts";

/**
 * Every point of a trial, the start and the last among them, with the loss on
 * all of the data: for tables and plots that need more than the record of the
 * trial.
 *
 * @param programs what trials that are followed one after another share.
 */
export function followTrial(
  study: Study,
  cell: Cell,
  programs: StepPrograms = new StepPrograms(),
): TrialPoint[] {
  if (cell.problem.sharedLoss !== true) return followAlone(study, cell);
  const lanes = new Lanes(study, [cell], programs);
  const points: TrialPoint[] = [];
  for (let step = 0;; step++) {
    const { params, state } = lanes.standing;
    const { losses, runs } = lanes.advance(1);
    const own = lanes.hasBatches ? lanes.program.losses(params) : losses[0];
    points.push({
      step,
      loss: own[0],
      params: onlyLane(params),
      state: onlyLane(state),
    });
    if (step === study.steps || runs[0][0] === 0) return points;
  }
}

/** A tree of one trial without the axis of trials. */
function onlyLane<T>(tree: T): T {
  const flat = flattenTree("followTrial", tree);
  return flat.rebuild(
    flat.leaves.map((leaf) => leaf.reshape(leaf.shape.slice(1))),
  );
}
