import type { Outcome, Report } from "../../lab/study.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { type Course, measureRuns, type Run } from "./contractions.ts";
import { learningRatePlots } from "./plots.ts";
import {
  type Best,
  bestRates,
  bestTable,
  contractionsTable,
  coursesTable,
  type Example,
  exampleRuns,
} from "./tables.ts";

/** What each learning rate did, beside what theory says of it. */
export function learningRateReport(outcome: Outcome): Report {
  const runs = measureRuns(outcome);
  const best = bestRates(runs);
  const examples = exampleRuns(runs, best);
  const answer = `
${
    paragraph(
      "**Answer.**",
      contractionSentence(runs),
      courseSentence(runs),
      bestSentence(best),
    )
  }

${
    paragraph(
      "The loss is ½·λ·w² in one dimension; its derivative is λ·w, so the",
      "update is w_t = w_{t−1} − η·λ·w_{t−1} = (1 − ηλ)·w_{t−1}. In several",
      "dimensions the same holds for the component of w along each direction",
      "of curvature, with the λ of that direction. |1 − ηλ| below 1 brings",
      "the weight nearer to the minimum, one above 1 takes it away; where",
      "ηλ > 1 the weight also changes sides at each step.",
    )
  }

## A small, a good and a too large η

${
    paragraph(
      "Of the learning rates that were tried: the smallest that brings w",
      "nearer to the minimum, where it is not the best; the best; and the",
      "smallest that takes it away. The contraction is that of the slowest",
      "direction, the distance that from the minimum after",
      `${outcome.study.steps} steps, as a part of that at the start.`,
    )
  }

${examplesTable(examples)}

## The best η

${
    paragraph(
      "The slowest direction decides. |1 − ηλ| is the same at the least and at",
      "the greatest λ where η = 2/(λmin + λmax), and there it is",
      "(κ − 1)/(κ + 1), κ = λmax/λmin. In one dimension that is η = 1/λ,",
      "which reaches the minimum in one step.",
    )
  }

${bestRatesTable(best)}

## Files

${
    paragraph(
      "`contractions.csv` has each direction of each trial: |1 − ηλ|, the",
      "median of |c_{t+1}/c_t| over the steps, the greatest difference of a",
      "step from theory and what rounding explains there. The steps count",
      "that rounding leaves certain to 10⁻⁹; along a direction that shrinks",
      "fast the last ones do not. `courses.csv` has what became of the",
      "component along the slowest direction in each trial, `best.csv` the",
      "best learning rates.",
    )
  }
`.trim();
  return {
    tables: [contractionsTable(runs), coursesTable(runs), bestTable(best)],
    plots: learningRatePlots(runs, examples),
    answer,
  };
}

function contractionSentence(runs: readonly Run[]): string {
  const all = runs.flatMap(({ contractions }) => contractions);
  if (all.length === 0) return "No contraction could be measured.";
  const steps = all.reduce((sum, each) => sum + each.steps, 0);
  const beyond = all.reduce((sum, each) => sum + each.unexplained, 0);
  const greatest = Math.max(...all.map(({ difference }) => difference));
  return paragraph(
    "Theory says that each step multiplies the component of w along a",
    "direction of curvature λ by |1 − ηλ|. What was measured, at",
    `${steps} steps along the directions of ${runs.length} trials, differs`,
    `from that by at most ${roundedText(greatest, 2)};`,
    beyond === 0
      ? "rounding explains every difference."
      : `${beyond} of the differences are greater than rounding explains.`,
  );
}

function courseSentence(runs: readonly Run[]): string {
  const parts = ([
    ["shrinks", "shrank", "<"],
    ["grows", "grew", ">"],
    ["keeps", "stayed the same", "="],
  ] as const).flatMap(([course, verb, sign]) => {
    const expected = runs.filter((run) => run.expected === course);
    const came = expected.filter((run) => run.course === course).length;
    return expected.length === 0
      ? []
      : [`${verb} in ${came} of ${expected.length} with η ${sign} 2/λmax`];
  });
  const others = runs.filter((run) => run.expected !== run.course).length;
  return `Theory lets the component along the slowest direction, the one with ` +
    `the greatest |1 − ηλ|, shrink where η < 2/λmax, stay as long as it is ` +
    `at 2/λmax and grow beyond; of the trials it ` +
    `${parts.join(", ")}${
      others === 0 ? ": as theory says in all." : ", otherwise not."
    }`;
}

function bestSentence(best: readonly Best[]): string {
  const parts = best.map(({ problem, rate, contraction, tried }) =>
    `for ${problem} ` + (tried === undefined
      ? "none, for none brought it nearer to the minimum"
      : `η = ${roundedText(tried.rate)} (contraction ${
        roundedText(tried.measured)
      })`) +
    `, in theory ${roundedText(rate)} (${roundedText(contraction)})`
  );
  return `The best of the learning rates tried was: ${parts.join("; ")}.`;
}

function examplesTable(examples: readonly Example[]): string {
  if (examples.length === 0) return "No trial shows any of them.";
  return markdownTable(
    [
      "problem",
      "η is",
      "η",
      "η·λmax",
      "contraction in theory",
      "measured",
      "distance left",
      "slowest component",
    ],
    examples.map(({ role, run }) => [
      run.problem.id,
      role,
      run.rate,
      run.rate * Math.max(...run.problem.eigenvalues),
      run.theory,
      run.measured,
      distanceLeft(run),
      words[run.course],
    ]),
  );
}

const words: Readonly<Record<Course, string>> = {
  shrinks: "shrinks",
  grows: "grows",
  keeps: "stays",
};

/** The distance at the end as a part of that at the start. */
function distanceLeft({ trial, problem }: Run): number {
  const { start } = problem;
  const squares = start.map((each) => each * each);
  const first = Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
  return trial.metrics.distance / first;
}

function bestRatesTable(best: readonly Best[]): string {
  return markdownTable(
    [
      "problem",
      "λmin",
      "λmax",
      "2/(λmin + λmax)",
      "(κ − 1)/(κ + 1)",
      "best η tried",
      "its contraction",
    ],
    best.map((each) => [
      each.problem,
      each.least,
      each.greatest,
      each.rate,
      each.contraction,
      each.tried?.rate ?? "none",
      each.tried?.measured ?? "",
    ]),
  );
}
