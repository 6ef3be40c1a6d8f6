import type { Tensor } from "../../autodiff/mod.ts";
import { makeRecord, plannedSteps } from "./make_record.ts";
import { Lanes } from "./lanes.ts";
import type { StepPrograms } from "./step_programs.ts";
import type { StepProgram, Stretch } from "./step_program.ts";
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
  let { params } = lanes.standing;
  for (const [i, from] of planned.entries()) {
    ({ params } = lanes.standing);
    // The step after the last only tells whether its loss is finite.
    const stretch = lanes.advance((planned[i + 1] ?? from + 1) - from);
    if (lanes.hasBatches) {
      addWholeLosses(courses, from, params, stretch, lanes.program);
    } else {
      addLosses(courses, from, stretch);
    }
    if (courses.every(({ diverged }) => diverged)) break;
  }
  let measured: ReturnType<StepProgram["metrics"]> | undefined;
  return cells.map((cell, lane) =>
    makeRecord(study, cell, {
      ...courses[lane],
      metrics() {
        measured ??= lanes.program.metrics(params);
        const all = Object.entries(measured);
        return Object.fromEntries(
          all.map(([name, values]) => [name, values[lane]]),
        );
      },
    })
  );
}

/** After how many steps of a stretch a trial ended; nothing if it goes on. */
function endOf({ runs }: Stretch, lane: number): number | undefined {
  const end = runs.findIndex((each) => each[lane] === 0);
  return end < 0 ? undefined : end;
}

/** Adds the losses of a stretch, one a step. */
function addLosses(
  courses: readonly Course[],
  from: number,
  stretch: Stretch,
): void {
  courses.forEach((course, i) => {
    if (course.diverged) return;
    const end = endOf(stretch, i);
    const losses = stretch.losses.slice(0, end === undefined ? end : end + 1);
    losses.forEach((values, step) => {
      course.points.push({ step: from + step, loss: values[i] });
    });
    course.diverged = end !== undefined;
  });
}

/** Adds the losses on all of the data where a stretch begins and trials end. */
function addWholeLosses(
  courses: readonly Course[],
  from: number,
  params: Tensor,
  stretch: Stretch,
  program: StepProgram,
): void {
  const whole = program.losses(params);
  const ends = courses.map((_, i) => endOf(stretch, i));
  const isWithin = (end: number | undefined) => end !== undefined && end > 0;
  const after = ends.some((end, i) => isWithin(end) && !courses[i].diverged)
    ? program.losses(stretch.next.params)
    : whole;
  courses.forEach((course, i) => {
    if (course.diverged) return;
    course.points.push({ step: from, loss: whole[i] });
    const end = ends[i];
    if (end === undefined) return;
    course.diverged = true;
    if (end > 0) course.points.push({ step: from + end, loss: after[i] });
  });
}
