import { recordSteps } from "../../lab/record_steps.ts";
import type { Study } from "../../lab/study.ts";
import type { Table } from "../../lab/table.ts";
import type { DirectionRun } from "./runs.ts";

const names = ["trial", "problem", "optimizer", "learningRate", "momentum"];

function namesOf({ trial, rate, momentum }: DirectionRun): (string | number)[] {
  const { id, problem, optimizer } = trial.cell;
  return [id, problem.id, optimizer.id, rate, momentum];
}

/** The mean contraction along each direction of the quadratic. */
export function contractionsTable(runs: readonly DirectionRun[]): Table {
  return {
    name: "contractions",
    columns: [
      ...names,
      "eigenvalue",
      "rateTimesEigenvalue",
      "roots",
      "theory",
      "measured",
      "difference",
      "bound",
    ],
    rows: runs.flatMap((run) =>
      run.contractions.map((each) => [
        ...namesOf(run),
        each.eigenvalue,
        run.rate * each.eigenvalue,
        each.theory.roots,
        each.theory.contraction,
        each.measured,
        each.difference,
        each.bound,
      ])
    ),
  };
}

/** How each path leads to the minimum. */
export function waysTable(runs: readonly DirectionRun[]): Table {
  return {
    name: "ways",
    columns: [
      ...names,
      "status",
      "stepsToHundredth",
      "pairs",
      "turns",
      "meanCosine",
      "straightness",
      "alongValley",
    ],
    rows: runs.map((run) => [
      ...namesOf(run),
      run.trial.status,
      run.way.steps,
      run.way.pairs,
      run.way.turns,
      run.way.cosine,
      run.way.straightness,
      run.way.along,
    ]),
  };
}

/** The paths that are drawn, at the steps that curves record. */
export function pathsTable(
  study: Study,
  shown: readonly DirectionRun[],
): Table {
  const recorded = recordSteps(study.steps, study.curvePoints);
  return {
    name: "paths",
    columns: [...names, "step", "w1", "w2", "loss"],
    rows: shown.flatMap((run) =>
      recorded.filter((step) => step < run.path.length).map((step) => [
        ...namesOf(run),
        step,
        run.path[step][0],
        run.path[step][1],
        run.losses[step],
      ])
    ),
  };
}
