import { recordSteps } from "../../lab/record_steps.ts";
import type { Study } from "../../lab/study.ts";
import type { Table } from "../../lab/table.ts";
import { changesOf, ratioOf } from "./changes.ts";
import type { SizedRun } from "./sizes.ts";

/** What names a trial in these tables. */
function namesOf({ trial, rate }: SizedRun): (string | number)[] {
  return [trial.cell.problem.id, trial.cell.optimizer.id, rate];
}

const names = ["problem", "optimizer", "learningRate"];

/** The sizes of each rule's best trial at the steps that curves record. */
export function sizesTable(study: Study, runs: readonly SizedRun[]): Table {
  const recorded = new Set(recordSteps(study.steps, study.curvePoints));
  return {
    name: "sizes",
    columns: [...names, "coordinate", "step", "weight", "gradient", "size"],
    rows: runs.flatMap((run) =>
      run.coordinates.flatMap((steps, i) =>
        steps.filter(({ step }) => recorded.has(step)).map((each) => [
          ...namesOf(run),
          i + 1,
          each.step,
          each.weight,
          each.gradient,
          each.size,
        ])
      )
    ),
  };
}

/** How often each size grew and shrank. */
export function changesTable(runs: readonly SizedRun[]): Table {
  return {
    name: "changes",
    columns: [
      ...names,
      "coordinate",
      "first",
      "last",
      "least",
      "greatest",
      "changesPossible",
      "grew",
      "grewWhereSquareBelowH",
      "shrank",
      "shrankWhereSquareAboveH",
    ],
    rows: runs.flatMap((run) =>
      changesOf(run).map((each) => [
        ...namesOf(run),
        each.coordinate,
        each.first,
        each.last,
        each.least,
        each.greatest,
        each.chances,
        each.grew,
        each.grewAtSmall,
        each.shrank,
        each.shrankAtLarge,
      ])
    ),
  };
}

/** The size of the first coordinate as a multiple of the second's. */
export function ratiosTable(runs: readonly SizedRun[]): Table {
  return {
    name: "ratios",
    columns: [...names, "least", "median", "greatest"],
    rows: runs.flatMap((run) => {
      const ratio = ratioOf(run);
      if (ratio === undefined) return [];
      return [[...namesOf(run), ratio.least, ratio.median, ratio.greatest]];
    }),
  };
}
