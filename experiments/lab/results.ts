import { numericsVersion } from "../../autodiff/mod.ts";
import { bestGroups, groupTrials } from "./summary.ts";
import {
  type Contestant,
  firstTwice,
  type Hyperparameters,
  type Outcome,
  type Study,
} from "./study.ts";
import { type Canonical, canonicalText, hashText } from "./canonical.ts";
import { type Plot, withPlots } from "./plot.ts";
import type { Table } from "./table.ts";
import { allHyperparameters, gridPoints, recording } from "./trial.ts";

/** The version of the layout of results. */
const schema = 1;

/**
 * Everything a study leaves behind, by file name, as text.
 *
 * @param toCSV writes one table.
 * @param toSVG draws one plot.
 * @throws {RangeError} if a table or a plot of the report has the name of
 * another.
 *
 * @example
 * ```ts
 * import { lectureBackpropagation, packagedData, resultFiles, runStudy, toCSV, toSVG } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const outcome = await runStudy(lectureBackpropagation, packagedData);
 * const files = await resultFiles(outcome, toCSV, toSVG);
 * assertEquals(files.get("summary.md")?.startsWith("# lecture-"), true);
 * ```
 */
export async function resultFiles(
  outcome: Outcome,
  toCSV: (table: Table) => string,
  toSVG: (plot: Plot) => Promise<string>,
): Promise<Map<string, string>> {
  const { study } = outcome;
  const { tables, plots = [], answer } = study.report(outcome);
  const files = new Map<string, string>();
  const pictures = new Map<string, string>();
  const all = [
    trialsTable(outcome),
    curvesTable(outcome),
    summaryTable(outcome),
    ...tables,
  ];
  checkNames(study, "table", all);
  checkNames(study, "plot", plots);
  for (const table of all) files.set(`${table.name}.csv`, toCSV(table));
  for (const plot of plots) {
    pictures.set(`${plot.name}.svg`, await toSVG(plot));
  }
  files.set(
    "summary.md",
    `# ${study.id}\n\n**Question.** ${study.question}\n\n` +
      `${withPlots(answer, plots)}\n`,
  );
  const content = manifest(outcome, files, pictures);
  return new Map([...files, ...pictures, ["manifest.json", content]]);
}

function checkNames(
  { id }: Study,
  what: string,
  things: readonly { readonly name: string }[],
): void {
  const twice = firstTwice(things.map(({ name }) => name));
  if (twice === undefined) return;
  throw new RangeError(
    `Cannot report study ${id}: ${what} ${twice} is there twice`,
  );
}

function trialsTable({ study, trials }: Outcome): Table {
  const names = Object.keys(study.grid);
  return {
    name: "trials",
    columns: [
      "trial",
      "problem",
      "optimizer",
      ...names,
      "seed",
      "status",
      "steps",
      "firstLoss",
      "finalLoss",
      "bestLoss",
      ...study.metrics,
    ],
    rows: trials.map((trial) => [
      trial.cell.id,
      trial.cell.problem.id,
      trial.cell.optimizer.id,
      ...names.map((name) => trial.cell.hyperparameters[name]),
      trial.cell.seed,
      trial.status,
      trial.steps,
      trial.firstLoss,
      trial.finalLoss,
      trial.bestLoss,
      ...study.metrics.map((name) => trial.metrics[name]),
    ]),
  };
}

function curvesTable(outcome: Outcome): Table {
  const { curvesOf = "all" } = outcome.study;
  const most = curvesOf === "first" ? 1 : Infinity;
  const shown = curvesOf === "all"
    ? outcome.trials
    : bestGroups(groupTrials(outcome))
      .flatMap(({ trials }) => trials.slice(0, most));
  return {
    name: "curves",
    columns: ["trial", "step", "loss"],
    rows: shown.flatMap(({ cell, curve }) =>
      curve.map(({ step, loss }) => [cell.id, step, loss])
    ),
  };
}

function summaryTable(outcome: Outcome): Table {
  const { grid, metrics } = outcome.study;
  const names = Object.keys(grid);
  const parts = ["mean", "deviation", "least", "median", "greatest"] as const;
  const spreadColumns = (name: string) =>
    parts.map((part) => name + part[0].toUpperCase() + part.slice(1));
  return {
    name: "summary",
    columns: [
      "problem",
      "optimizer",
      ...names,
      "trials",
      "diverged",
      ...spreadColumns("finalLoss"),
      ...metrics.flatMap(spreadColumns),
    ],
    rows: groupTrials(outcome).map((group) => [
      group.problem,
      group.optimizer,
      ...names.map((name) => group.hyperparameters[name]),
      group.trials.length,
      group.diverged,
      ...parts.map((part) => group.finalLoss[part]),
      ...metrics.flatMap((name) =>
        parts.map((part) => group.metrics[name][part])
      ),
    ]),
  };
}

/**
 * The study's configuration and a SHA-256 for each file: that of a picture
 * apart, since its bytes are promised for one version of Deno alone.
 */
function manifest(
  { study, trials }: Outcome,
  files: ReadonlyMap<string, string>,
  pictures: ReadonlyMap<string, string>,
): string {
  const content = {
    schema,
    numerics: numericsVersion,
    study: configuration(study, trials),
    files: hashes(files),
    plots: hashes(pictures),
  };
  const sorted = JSON.parse(canonicalText(content));
  return JSON.stringify(sorted, null, 2) + "\n";
}

function hashes(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([name, text]) => [name, hashText(text)]),
  );
}

function configuration(
  study: Study,
  trials: Outcome["trials"],
): Canonical {
  const problems = new Map(
    trials.map(({ cell: { problem } }) => [problem.id, problem.revision]),
  );
  return {
    id: study.id,
    revision: study.revision,
    question: study.question,
    problems: Object.fromEntries(problems),
    optimizers: Object.fromEntries(
      study.optimizers.map((optimizer) => {
        const { id, revision, grid } = optimizer;
        const hyperparameters = fixedHyperparameters(study, optimizer);
        const { choices } = optimizer.create(gridPoints(study.grid)[0]);
        const own: Readonly<Record<string, Canonical>> = grid === undefined
          ? {}
          : { grid };
        return [id, { revision, hyperparameters, choices, ...own }];
      }),
    ),
    grid: study.grid,
    seeds: study.seeds,
    steps: study.steps,
    metrics: study.metrics,
    ...recording(study),
    ...(study.curvesOf === undefined ? {} : { curvesOf: study.curvesOf }),
    trials: trials.length,
  };
}

/** The hyperparameters that are the same in all trials. */
function fixedHyperparameters(
  { grid }: Study,
  optimizer: Contestant,
): Hyperparameters {
  const all = allHyperparameters(optimizer, gridPoints(grid)[0]);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !Object.hasOwn(grid, name)),
  );
}
