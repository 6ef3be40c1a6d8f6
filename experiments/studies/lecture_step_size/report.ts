import type { Outcome, Report } from "../../lab/study.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { changesOf, ratioOf } from "./changes.ts";
import { stepSizePlots } from "./plots.ts";
import { bowl } from "./problems.ts";
import { type SizedRun, sizedRuns } from "./sizes.ts";
import { changesTable, ratiosTable, sizesTable } from "./tables.ts";

/** How the sizes changed, and what came of it. */
export function stepSizeReport(outcome: Outcome): Report {
  const runs = sizedRuns(outcome);
  const problems = [...new Set(runs.map(({ trial }) => trial.cell.problem.id))];
  const [least, greatest] = bowl.eigenvalues;
  const answer = `
${
    paragraph(
      "**Answer.**",
      ...changeSentences(runs),
      ...problems.map((problem) => ratioSentence(problem, runs)),
      ...problems.map((problem) => lossSentence(problem, outcome, runs)),
    )
  }

${
    paragraph(
      "The update is w_t = w_{t−1} − (η/√h_t)·g_t, g_t the derivative at",
      "w_{t−1}, and gradient descent has η alone. Adagrad adds to h:",
      "h_t = h_{t−1} + g_t². RMSProp takes a mean that forgets:",
      "h_t = ρ·h_{t−1} + (1 − ρ)·g_t², which falls where g_t² < h_{t−1} and",
      "rises where g_t² > h_{t−1}. Each coordinate has its own h. The sizes",
      "are computed from the h that the rule keeps in its state. Each rule is",
      "shown at the learning rate, of those tried, with the least loss in the",
      "end.",
    )
  }

## How the size changes over the steps

${changesMarkdown(runs)}

## The size of the first coordinate beside the second's

${
    paragraph(
      `The bowl ${bowl.id} is ½·(${least}·w₁² + ${greatest}·w₂²): along the`,
      "second coordinate the derivative grows",
      `${greatest / least} times as fast. A step multiplies coordinate i by`,
      "1 − (size of i)·λᵢ, so that both would shrink alike with a first size",
      `${greatest / least} times the second. Rosenbrock's function has no such`,
      "constant.",
    )
  }

${ratiosMarkdown(runs)}

## The loss

${lossMarkdown(outcome, runs)}

## Files

${
    paragraph(
      "`sizes.csv` has weight, derivative and size of each coordinate at the",
      "steps that the curves record; `changes.csv` and `ratios.csv` have the",
      "numbers of the tables above, in full.",
    )
  }
`.trim();
  return {
    tables: [
      sizesTable(outcome.study, runs),
      changesTable(runs),
      ratiosTable(runs),
    ],
    plots: stepSizePlots(outcome.study, runs),
    answer,
  };
}

/** For each rule how often sizes grew and shrank, over all its coordinates. */
function changeSentences(runs: readonly SizedRun[]): string[] {
  const optimizers = [
    ...new Set(runs.map((run) => run.trial.cell.optimizer.id)),
  ];
  return optimizers.map((id) => {
    const changes = runs.filter((run) => run.trial.cell.optimizer.id === id)
      .flatMap(changesOf);
    const sum = (
      name: "chances" | "grew" | "shrank" | "grewAtSmall" | "shrankAtLarge",
    ) => changes.reduce((total, each) => total + each[name], 0);
    if (sum("chances") === 0) return `No two steps of ${id} can be compared.`;
    if (sum("grew") + sum("shrank") === 0) {
      return `The size of ${id} was the same at all steps.`;
    }
    const counts = `From one step to the next, the size of ${id} grew ` +
      `${sum("grew")} times and shrank ${sum("shrank")} times, of ` +
      `${sum("chances")} comparisons over all problems and coordinates`;
    if (sum("grew") === 0) return `${counts}: it never grew.`;
    return `${counts}; where it grew, g² was less than the h before in ` +
      `${sum("grewAtSmall")} cases, where it shrank, greater in ` +
      `${sum("shrankAtLarge")}.`;
  });
}

const isOf = (problem: string) => ({ trial }: SizedRun) =>
  trial.cell.problem.id === problem;

function ratioSentence(problem: string, runs: readonly SizedRun[]): string {
  const parts = runs.filter(isOf(problem)).map((run) => {
    const ratio = ratioOf(run);
    const text = ratio === undefined ? "unknown" : roundedText(ratio.median, 3);
    return `${run.trial.cell.optimizer.id} ${text}`;
  });
  return `On ${problem} the size of the first coordinate, as a multiple of ` +
    `the second's, is in the median over the steps: ${parts.join(", ")}.`;
}

function lossSentence(
  problem: string,
  { study }: Outcome,
  runs: readonly SizedRun[],
): string {
  const own = runs.filter(isOf(problem));
  const parts = own.map(({ trial, rate }) =>
    trial.status === "diverged"
      ? `${trial.cell.optimizer.id} diverged at every η`
      : `${trial.cell.optimizer.id} ${roundedText(trial.finalLoss, 2)} ` +
        `(η = ${rate})`
  );
  return `The loss on ${problem} after ${study.steps} steps, at the best of ` +
    `${study.grid.learningRate.length} learning rates: ${parts.join(", ")}.`;
}

function changesMarkdown(runs: readonly SizedRun[]): string {
  const rows = runs.flatMap(({ trial, rate, ...run }) =>
    changesOf({ trial, rate, ...run }).map((each) => [
      trial.cell.problem.id,
      trial.cell.optimizer.id,
      rate,
      `w${each.coordinate}`,
      each.first,
      each.last,
      each.least,
      each.greatest,
      `${each.grew} of ${each.chances}`,
      `${each.shrank} of ${each.chances}`,
    ])
  );
  const columns = [
    "problem",
    "optimizer",
    "η",
    "coordinate",
    "first size",
    "last",
    "least",
    "greatest",
    "grew",
    "shrank",
  ];
  return rows.length === 0
    ? "No trial took a step."
    : markdownTable(columns, rows);
}

function ratiosMarkdown(runs: readonly SizedRun[]): string {
  const { rows } = ratiosTable(runs);
  return rows.length === 0 ? "No step has two finite sizes." : markdownTable(
    ["problem", "optimizer", "η", "least ratio", "median", "greatest"],
    rows,
  );
}

function lossMarkdown({ study }: Outcome, runs: readonly SizedRun[]): string {
  return markdownTable(
    [
      "problem",
      "optimizer",
      "best η",
      "loss at the start",
      `after ${study.steps} steps`,
      "distance from the minimum",
    ],
    runs.map(({ trial, rate }) => [
      trial.cell.problem.id,
      trial.cell.optimizer.id,
      rate,
      trial.firstLoss,
      trial.status === "diverged" ? "diverged" : trial.finalLoss,
      trial.status === "diverged" ? "" : trial.metrics.distance,
    ]),
  );
}
