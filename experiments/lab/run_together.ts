import type { Tensor } from "../../autodiff/mod.ts";
import { makeRecord, plannedSteps } from "./make_record.ts";
import { Lanes, type Stretch } from "./lanes.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell, CurvePoint, TrialRecord } from "./trial.ts";

/** What is known of one of the trials so far. */
interface Course {
  readonly points: CurvePoint[];
  /** Whether a loss or a parameter was not finite; it has all its points then. */
  diverged: boolean;
}

/**
 * Runs trials of one problem, whose loss is the same for all seeds, with one
 * optimizer: they differ in hyperparameters, start and batches. Each gets the
 * record that it would get alone, bit for bit. A trial that has diverged takes
 * the steps of the others without a trace.
 */
export function runTogether(
  study: Study,
  cells: readonly Cell[],
  programs: StepPrograms,
): TrialRecord[] {
  const lanes = new Lanes(study, cells, programs);
  const courses = cells.map((): Course => ({ points: [], diverged: false }));
  const planned = [...plannedSteps(study)];
  let reported: Tensor | undefined;
  for (const [i, from] of planned.entries()) {
    // Only where it is looked at: it is copied out of the program.
    if (lanes.hasBatches || from === study.steps) reported = lanes.reported();
    // The step after the last only tells whether its loss is finite.
    const stretches = lanes.advance((planned[i + 1] ?? from + 1) - from);
    if (lanes.hasBatches) {
      addWholeLosses(courses, from, stretches, reported!, lanes);
    } else {
      addLosses(courses, from, stretches);
    }
    if (courses.every(({ diverged }) => diverged)) break;
  }
  return cells.map((cell, lane) =>
    makeRecord(study, cell, {
      ...courses[lane],
      metrics: () => lanes.metrics(reported!, lane),
    })
  );
}

/** Adds the losses of some steps, one a step. */
function addLosses(
  courses: readonly Course[],
  from: number,
  stretches: readonly Stretch[],
): void {
  courses.forEach((course, lane) => {
    if (course.diverged) return;
    const { losses, end } = stretches[lane];
    losses.forEach((loss, i) => course.points.push({ step: from + i, loss }));
    course.diverged = end !== undefined;
  });
}

/** Adds the losses on all of the data where some steps begin and trials end. */
function addWholeLosses(
  courses: readonly Course[],
  from: number,
  stretches: readonly Stretch[],
  reported: Tensor,
  lanes: Lanes,
): void {
  const endsWithin = stretches.some(({ end = 0 }, lane) =>
    end > 0 && !courses[lane].diverged
  );
  const after = endsWithin ? lanes.reported() : reported;
  courses.forEach((course, lane) => {
    if (course.diverged) return;
    course.points.push({ step: from, loss: lanes.loss(reported, lane) });
    const { end } = stretches[lane];
    if (end === undefined) return;
    course.diverged = true;
    if (end === 0) return;
    course.points.push({ step: from + end, loss: lanes.loss(after, lane) });
  });
}
