import type { Tensor } from "../../autodiff/mod.ts";
import { Lanes, type Stretch } from "./lanes.ts";
import { Losses, plannedSteps } from "./losses.ts";
import { makeRecord } from "./make_record.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { Study } from "./study.ts";
import type { Cell, TrialRecord } from "./trial.ts";

/** What is known of one of the trials so far. */
interface Course {
  readonly losses: Losses;
  /** Whether a loss or a parameter was not finite; it has all its losses then. */
  diverged: boolean;
  /** The metrics at the end, where they were measured with the loss. */
  measured?: Readonly<Record<string, number>>;
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
  const planned = plannedSteps(study);
  const courses = cells.map(({ problem }): Course => ({
    losses: new Losses(study, problem, planned),
    diverged: false,
  }));
  const begins = [...planned];
  let reported: Tensor | undefined;
  for (const [i, from] of begins.entries()) {
    // Only where it is looked at: it is copied out of the program.
    if (lanes.hasBatches || from === study.steps) reported = lanes.reported();
    // The step after the last only tells whether its loss is finite.
    const stretches = lanes.advance((begins[i + 1] ?? from + 1) - from);
    if (lanes.hasBatches) {
      const isEnd = from === study.steps;
      addWholeLosses(courses, { from, isEnd }, stretches, reported!, lanes);
    } else {
      addLosses(courses, from, stretches);
    }
    if (courses.every(({ diverged }) => diverged)) break;
  }
  return cells.map((cell, lane) => {
    const { losses, diverged, measured } = courses[lane];
    const metrics = () => measured ?? lanes.metrics(reported!, lane);
    return makeRecord(study, cell, { losses, diverged, metrics });
  });
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
    losses.forEach((loss, i) => course.losses.add(from + i, loss));
    course.diverged = end !== undefined;
  });
}

/**
 * Adds the losses on all of the data where some steps begin and trials end; with
 * metrics where the last of the steps was taken.
 */
function addWholeLosses(
  courses: readonly Course[],
  { from, isEnd }: { readonly from: number; readonly isEnd: boolean },
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
    const { end } = stretches[lane];
    const add = (step: number, loss: number) => course.losses.add(step, loss);
    if (end === undefined && isEnd) {
      const { loss, metrics } = lanes.both(reported, lane);
      add(from, loss);
      course.measured = metrics;
      return;
    }
    add(from, lanes.loss(reported, lane));
    if (end === undefined) return;
    course.diverged = true;
    if (end > 0) add(from + end, lanes.loss(after, lane));
  });
}
