import type { Losses } from "./losses.ts";
import type { Study } from "./study.ts";
import type { Cell, TrialRecord } from "./trial.ts";

/** How the steps of a trial went. */
export interface Run {
  /** The losses on all of the data, the last one among them. */
  readonly losses: Losses;
  /** Whether they ended at a loss or a parameter that is not finite. */
  readonly diverged: boolean;
  /** The metrics of the problem at the end, by name. */
  metrics(): Readonly<Record<string, number>>;
}

/** The record of a trial. */
export function makeRecord(
  study: Study,
  cell: Cell,
  { losses, diverged, metrics }: Run,
): TrialRecord {
  const finished = !diverged && Number.isFinite(losses.last);
  const measured = finished ? { ...metrics(), reached: losses.reached } : {};
  return {
    cell,
    status: finished ? "finished" : "diverged",
    steps: losses.step,
    firstLoss: losses.first,
    finalLoss: losses.last,
    bestLoss: finished ? losses.least : losses.leastBeforeLast,
    metrics: selectMetrics(study, measured),
    curve: losses.curve,
  };
}

function selectMetrics(
  { metrics }: Study,
  measured: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    metrics.map((name) => [name, measured[name] ?? NaN]),
  );
}
