/** The study of test functions with little in it, run, and what its trials say. */
import { assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import {
  type Plot,
  runStudy,
  type Study,
  testFunctions,
  testFunctionsStudy,
} from "../../../mod.ts";
import { resultFiles } from "../../../experiments/lab/results.ts";
import { toCSV } from "../../../experiments/lab/store/csv.ts";
import { noData } from "../support/studies.ts";

export const names = ["gradient-descent", "momentum", "adagrad", "adam"];
export const functions = ["booth", "himmelblau", "rastrigin"];

/** The study with fewer functions, optimizers, rates and steps. */
export const reduced: Study = {
  ...testFunctionsStudy,
  problems: async (data) =>
    (await testFunctionsStudy.problems(data)).filter(({ id }) =>
      functions.includes(id)
    ),
  optimizers: testFunctionsStudy.optimizers.filter(({ id }) =>
    names.includes(id)
  ),
  grid: { learningRate: [0.01, 0.3, 3] },
  seeds: 4,
  steps: 120,
};

/** What is drawn, in place of the drawings. */
export const drawn: Plot[] = [];
export const outcome = await runStudy(reduced, noData);
export const files = await resultFiles(outcome, toCSV, (plot) => {
  drawn.push(plot);
  return Promise.resolve("<svg/>");
});
export const answer = files.get("summary.md")!;
export const rates = reduced.grid.learningRate;

/** A row of a table, by its columns. */
export type Row = Record<string, string>;

export function rowsOf(name: string): Row[] {
  const [head, ...rows] = parse(files.get(name)!);
  return rows.map((row) =>
    Object.fromEntries(head.map((column, i) => [column, row[i]]))
  );
}

export const trials = rowsOf("trials.csv");

/** The trials of an optimizer on a function at a rate, by seed. */
export const trialsOf = (optimizer: string, problem: string, rate: number) =>
  trials.filter((row) =>
    row.optimizer === optimizer && row.problem === problem &&
    Number(row.learningRate) === rate
  );

/** The steps of a trial that was near the minimum from nine tenths on. */
export function steps({ reached }: Row): number {
  return reached !== "NaN" && Number(reached) <= 0.9 * 120
    ? Number(reached)
    : Infinity;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length === 0
    ? NaN
    : Number.isInteger(half)
    ? (sorted[half - 1] + sorted[half]) / 2
    : sorted[half - 0.5];
}

/** The score of an optimizer on a function at a rate, from trials.csv. */
export function score(optimizer: string, problem: string, rate: number) {
  const rows = trialsOf(optimizer, problem, rate);
  assertEquals(rows.length, 4);
  const costs = rows.map(steps);
  const solved = costs.filter((cost) => cost < Infinity);
  const { minimum } = testFunctions.find(({ id }) => id === problem)!;
  const gaps = rows.map((row) =>
    row.status === "diverged" ? Infinity : Number(row.finalLoss) - minimum.value
  );
  return {
    rate,
    problem,
    optimizer,
    costs,
    solved: solved.length,
    steps: median(solved),
    gap: median(gaps),
    diverged: rows.filter(({ status }) => status === "diverged").length,
  };
}

export const scores = names.flatMap((optimizer) =>
  functions.flatMap((problem) =>
    rates.map((rate) => score(optimizer, problem, rate))
  )
);

/** The best score of an optimizer on a function. */
export function best(optimizer: string, problem: string) {
  const own = scores.filter((each) =>
    each.optimizer === optimizer && each.problem === problem
  );
  return [...own].sort((a, b) =>
    b.solved - a.solved ||
    (a.solved > 0 ? a.steps - b.steps : 0) || a.gap - b.gap
  )[0];
}

export const bests = names.flatMap((optimizer) =>
  functions.map((problem) => best(optimizer, problem))
);
export const solvedBy = (optimizer: string) =>
  bests.filter((each) => each.optimizer === optimizer)
    .reduce((sum, { solved }) => sum + solved, 0);

/** The fraction of trials solved in at most so many times the fewest steps. */
export function fraction(optimizer: string, ratio: number): number {
  const within = functions.flatMap((problem) =>
    [0, 1, 2, 3].filter((seed) => {
      const costs = names.map((name) => best(name, problem).costs[seed]);
      const own = Math.max(best(optimizer, problem).costs[seed], 1);
      const least = Math.max(Math.min(...costs), 1);
      return own < Infinity && own / least <= ratio;
    })
  );
  return within.length / 12;
}
