import type { Table } from "../../lab/table.ts";
import type { Run } from "./contractions.ts";

/** Every contraction beside its theory: a row for each trial and direction. */
export function contractionsTable(runs: readonly Run[]): Table {
  return {
    name: "contractions",
    columns: [
      "trial",
      "problem",
      "learningRate",
      "eigenvalue",
      "rateTimesEigenvalue",
      "theory",
      "measured",
      "steps",
      "difference",
      "bound",
      "unexplained",
    ],
    rows: runs.flatMap(({ trial, problem, rate, contractions }) =>
      contractions.map((each) => [
        trial.cell.id,
        problem.id,
        rate,
        each.eigenvalue,
        rate * each.eigenvalue,
        each.theory,
        each.measured,
        each.steps,
        each.difference,
        each.bound,
        each.unexplained,
      ])
    ),
  };
}

/** What became of the slowest component in each trial, beside theory. */
export function coursesTable(runs: readonly Run[]): Table {
  return {
    name: "courses",
    columns: [
      "trial",
      "problem",
      "learningRate",
      "limit",
      "theory",
      "measured",
      "expected",
      "course",
    ],
    rows: runs.map((run) => [
      run.trial.cell.id,
      run.problem.id,
      run.rate,
      2 / Math.max(...run.problem.eigenvalues),
      run.theory,
      run.measured,
      run.expected,
      run.course,
    ]),
  };
}

/** The best learning rate of a problem in theory, and of those tried. */
export interface Best {
  readonly problem: string;
  readonly least: number;
  readonly greatest: number;
  /** 2/(λmin + λmax). */
  readonly rate: number;
  /** (κ − 1)/(κ + 1), κ = λmax/λmin. */
  readonly contraction: number;
  /** The trial with the least measured contraction, if one shrank. */
  readonly tried?: Run;
}

/** For each problem the best learning rate. */
export function bestRates(runs: readonly Run[]): Best[] {
  return [...new Set(runs.map(({ problem }) => problem))].map((problem) => {
    const least = Math.min(...problem.eigenvalues);
    const greatest = Math.max(...problem.eigenvalues);
    const shrinking = runs.filter((run) =>
      run.problem === problem && run.course === "shrinks"
    );
    return {
      problem: problem.id,
      least,
      greatest,
      rate: 2 / (least + greatest),
      contraction: (greatest / least - 1) / (greatest / least + 1),
      tried: [...shrinking].sort((a, b) => a.measured - b.measured).at(0),
    };
  });
}

/** The best learning rates as a table; empty where no trial shrank. */
export function bestTable(best: readonly Best[]): Table {
  return {
    name: "best",
    columns: [
      "problem",
      "leastEigenvalue",
      "greatestEigenvalue",
      "bestRate",
      "bestContraction",
      "bestRateTried",
      "itsContraction",
    ],
    rows: best.map((each) => [
      each.problem,
      each.least,
      each.greatest,
      each.rate,
      each.contraction,
      each.tried?.rate ?? "",
      each.tried?.measured ?? "",
    ]),
  };
}

/** A trial that shows what a small, a good or a too large η does. */
export interface Example {
  readonly role: "small" | "best" | "too large";
  readonly run: Run;
}

/**
 * For each problem the smallest η that shrinks, the best one and the smallest
 * that grows, of those that are there.
 */
export function exampleRuns(
  runs: readonly Run[],
  best: readonly Best[],
): Example[] {
  return best.flatMap(({ problem, tried }): Example[] => {
    const own = runs.filter((run) => run.problem.id === problem)
      .sort((a, b) => a.rate - b.rate);
    const small = own.find(({ course }) => course === "shrinks");
    const large = own.find(({ course }) => course === "grows");
    return [
      ...(small && tried && small.rate < tried.rate
        ? [{ role: "small", run: small } as const]
        : []),
      ...(tried ? [{ role: "best", run: tried } as const] : []),
      ...(large ? [{ role: "too large", run: large } as const] : []),
    ];
  });
}
