import type { Optimum } from "../problems/problem.ts";
import { recordSteps } from "./record_steps.ts";
import type { Study } from "./study.ts";
import type { Cell, CurvePoint, TrialRecord } from "./trial.ts";

/** How the steps of a trial went. */
export interface Run {
  /** The losses on all of the data, the last one among them. */
  readonly points: readonly CurvePoint[];
  /** Whether they ended at a loss or a parameter that is not finite. */
  readonly diverged: boolean;
  /** The metrics of the problem at the end, by name. */
  metrics(): Readonly<Record<string, number>>;
}

/** The steps at which the loss on all of the data is known, beside the last. */
export function plannedSteps(
  { steps, curvePoints }: Study,
): ReadonlySet<number> {
  return new Set(recordSteps(steps, curvePoints));
}

/** The record of a trial. */
export function makeRecord(
  study: Study,
  cell: Cell,
  { points, diverged, metrics }: Run,
): TrialRecord {
  const last = points[points.length - 1];
  const finished = !diverged && Number.isFinite(last.loss);
  const planned = plannedSteps(study);
  const measured = finished
    ? {
      ...metrics(),
      reached: reachedAfter(points, cell.problem.optimum, study.tolerance),
    }
    : {};
  return {
    cell,
    status: finished ? "finished" : "diverged",
    steps: last.step,
    firstLoss: points[0].loss,
    finalLoss: last.loss,
    bestLoss: leastLoss(finished ? points : points.slice(0, -1)),
    metrics: selectMetrics(study, measured),
    curve: points.filter((point) => planned.has(point.step) || point === last),
  };
}

/** The least of the losses that are finite; NaN where none is. */
function leastLoss(points: readonly CurvePoint[]): number {
  let best = NaN;
  for (const { loss } of points) {
    if (Number.isFinite(loss) && !(loss >= best)) best = loss;
  }
  return best;
}

function selectMetrics(
  { metrics }: Study,
  measured: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    metrics.map((name) => [name, measured[name] ?? NaN]),
  );
}

/**
 * After how many steps the loss is within a tolerance of the least value for
 * good; NaN where it is not in the end.
 */
function reachedAfter(
  points: readonly CurvePoint[],
  optimum?: Optimum,
  tolerance?: number,
): number {
  if (optimum === undefined || tolerance === undefined) return NaN;
  const { value } = optimum;
  const away = points.findLastIndex(({ loss }) => !(loss - value <= tolerance));
  return points[away + 1]?.step ?? NaN;
}
