import { Lanes } from "./lanes.ts";
import { followAlone, type TrialPoint } from "./run_trial.ts";
import { runsTogether } from "./run_trials.ts";
import { oneOf } from "./step_program.ts";
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
  if (!runsTogether(cell)) return followAlone(study, cell);
  const lanes = new Lanes(study, [cell], programs);
  const points: TrialPoint[] = [];
  for (let step = 0;; step++) {
    const { params, state } = lanes.standing();
    const whole = lanes.hasBatches
      ? lanes.loss(lanes.reported(), 0)
      : undefined;
    const [{ losses: [loss], end }] = lanes.advance(1);
    points.push({
      step,
      loss: whole ?? loss,
      params: oneOf(params, 0),
      state: oneOf(state, 0),
    });
    if (step === study.steps || end !== undefined) return points;
  }
}
