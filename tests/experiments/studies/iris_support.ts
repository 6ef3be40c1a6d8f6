/** The Iris study with little in it, run, and what its trials say. */
import { parse } from "@std/csv";
import { iris, type Plot, runStudy, type Study } from "../../../mod.ts";
import { packagedData } from "../../../experiments/data/packages.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { resultFiles } from "../../../experiments/lab/results.ts";
import { toCSV } from "../../../experiments/lab/store/csv.ts";

export const rules = ["gradient-descent", "momentum", "adagrad", "rmsprop"];
export const problems = ["softmax-regression", "network"];

/** The study with fewer seeds, rates and steps, one rate of them far too high. */
export const reduced: Study = {
  ...narrow(iris, { seeds: 3, optimizers: rules }),
  steps: 25,
  grid: { learningRate: [0.01, 0.3, 1, 1e200] },
};

/** What is drawn, in place of the drawings. */
export const drawn: Plot[] = [];
export const outcome = await runStudy(reduced, packagedData);
export const files = await resultFiles(outcome, toCSV, (plot) => {
  drawn.push(plot);
  return Promise.resolve("<svg/>");
});
export const [head, ...rows] = parse(files.get("trials.csv")!);
export const answer = files.get("summary.md")!;
export const rates = reduced.grid.learningRate;

/** A row of trials.csv. */
export type Row = Record<string, string>;
export const trials = rows.map((row): Row =>
  Object.fromEntries(head.map((name, i) => [name, row[i]]))
);

export const numbersOf = (rows: readonly Row[], name: string) =>
  rows.map((row) => Number(row[name])).sort((a, b) => a - b);

/** The trials of a rule on a problem at a rate that did not diverge. */
export const finished = (problem: string, rule: string, rate: number) =>
  trials.filter((row) =>
    row.problem === problem && row.optimizer === rule &&
    Number(row.learningRate) === rate && row.status === "finished"
  );

/** The middle of at most 3 sorted numbers. */
export function middle(numbers: readonly number[]): number {
  if (numbers.length === 3) return numbers[1];
  return numbers.length === 2
    ? (numbers[0] + numbers[1]) / 2
    : numbers[0] ?? NaN;
}

export const medianLoss = (problem: string, rule: string, rate: number) =>
  middle(numbersOf(finished(problem, rule, rate), "finalLoss"));

/** The rate with the least median, of those with the fewest diverged trials. */
export function bestRate(problem: string, rule: string): number {
  return [...rates].sort((a, b) =>
    finished(problem, rule, b).length - finished(problem, rule, a).length ||
    medianLoss(problem, rule, a) - medianLoss(problem, rule, b)
  )[0];
}

export const diverged = trials.filter((row) => row.status === "diverged");
export const leastOf = (problem: string) =>
  Math.min(
    ...trials.filter((row) => row.problem === problem)
      .map((row) => Number(row.bestLoss)).filter((x) => !Number.isNaN(x)),
  );
export const excess = (problem: string, rule: string) =>
  medianLoss(problem, rule, bestRate(problem, rule)) - leastOf(problem);
