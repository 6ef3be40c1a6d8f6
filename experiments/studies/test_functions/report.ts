import type { Outcome, Report } from "../../lab/study.ts";
import { byFamily, familyOf } from "../../lab/family_of.ts";
import { listed } from "../../lab/listed.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { testFunctionPlots } from "./plots.ts";
import { fractionAt, performanceProfile } from "./profile.ts";
import { caveats } from "../../lab/caveats.ts";
import { favourTexts } from "./favours.ts";
import { type Result, resultsOf } from "./results.ts";
import { bestTable, overallTable, profileTable } from "./tables.ts";

/** The ratio of the performance profile that the answer speaks of. */
const withinRatio = 2;

/** Which optimizer ended near a global minimum, how often and how fast. */
export function testFunctionsReport(outcome: Outcome): Report {
  const { study, trials } = outcome;
  const results = resultsOf(outcome);
  const best = results.flatMap((result) => result.best);
  const profile = performanceProfile(best);
  const functions = [...new Set(best.map(({ problem }) => problem))];
  const ranked = [...results].sort((a, b) => b.solved - a.solved);
  const sharing = [...results].sort((a, b) =>
    b.shared.solved - a.shared.solved
  );
  const unsolved = functions.filter((id) =>
    best.every((score) => score.problem !== id || score.solved === 0)
  );
  const diverged = trials.filter(({ status }) => status === "diverged").length;
  const starts = `${study.seeds} ${study.seeds === 1 ? "start" : "starts"}`;

  const answer = `
${
    paragraph(
      "**Answer.** At its best learning rate on each function, each optimizer",
      `came within ${study.tolerance} of the least value, and stayed there, in`,
      `so many of ${results[0].trials} trials (${functions.length} functions,`,
      `${starts}):`,
      `${
        listed(ranked.map(({ optimizer, solved, steps }) =>
          `${optimizer} ${solved}` +
          (solved > 0 ? ` (median ${roundedText(steps)} steps)` : "")
        ))
      }. ${unsolvedText(unsolved)} With one learning rate for all functions:`,
      `${
        listed(
          sharing.map(({ optimizer, shared }) =>
            `${optimizer} ${shared.solved} (η = ${shared.learningRate})`
          ),
        )
      }. ${diverged} of ${trials.length} trials diverged.`,
    )
  }

${
    paragraph(
      `A trial takes ${study.steps} steps from a start that is drawn uniformly`,
      "from the function's box and is the same for all optimizers. It counts",
      `as solved if the loss is at most ${study.tolerance} above the least`,
      "value throughout the last tenth of the steps; its steps are those after",
      "which it stayed there. Medians of steps are over the trials that an",
      "optimizer solved, which are not the same for all: the performance",
      "profile compares them on all. Other starts would be drawn with other",
      "seeds: differences of a few trials may be chance. A trial diverged if its loss or a",
      "parameter ceased to be finite; one that only goes far away did not. The",
      "best learning rate is the one that solved most of these same starts,",
      "then the one with the fewest steps, then the least median gap: every",
      "optimizer is shown at its most favourable, and the shared rate tells",
      `how much of that is tuning. ${edgeText(study.grid.learningRate, best)}`,
      ...caveats(study),
      ...favourTexts(outcome),
    )
  }

## Overall

${
    markdownTable(
      [
        "optimizer",
        "family",
        "solved",
        "median steps",
        "fastest",
        `within ${withinRatio} times the fastest`,
        "one η for all",
        "solved with it",
        "diverged, all η",
      ],
      inFamilies(results).map((result) => overallRow(result, profile)),
    )
  }

${
    paragraph(
      "`fastest` and the column after it are points of the performance profile",
      "(Dolan and Moré, 2002): the fraction of all trials that the optimizer",
      `solved in the fewest steps of any, and in at most ${withinRatio} times`,
      "as many.",
    )
  }

## Solved, and the median steps of those that were

${
    matrix(functions, results, ({ solved, trials, steps }) =>
      `${solved} of ${trials.length}` +
      (solved > 0 ? ` · ${roundedText(steps)}` : ""))
  }

## Median gap after ${study.steps} steps

${
    paragraph(
      "What the loss is above the least value, with `Infinity` for trials that",
      "diverged.",
    )
  }

${matrix(functions, results, ({ gap }) => gap)}

## Best learning rate

${matrix(functions, results, ({ learningRate }) => String(learningRate))}

## The functions

${
    markdownTable(
      ["function", "formula", "least value", "at"],
      functions.map((id) => {
        const { problem } = trials.find(({ cell }) => cell.problem.id === id)!
          .cell;
        const { value, points } = problem.optimum!;
        return [
          id,
          problem.description.replace(/, from .*$/, ""),
          value,
          points.map((point) =>
            `(${point.map((x) => roundedText(x)).join(", ")})`
          ).join(", "),
        ];
      }),
    )
  }
`.trim();
  return {
    tables: [overallTable(results), bestTable(best), profileTable(profile)],
    plots: testFunctionPlots(outcome, results, profile),
    answer,
  };
}

function unsolvedText(unsolved: readonly string[]): string {
  return unsolved.length === 0
    ? "Each function was solved by some optimizer."
    : `None solved ${unsolved.join(", ")}.`;
}

/** How many best rates are at an end of the grid, of those that solve. */
function edgeText(
  rates: readonly number[],
  best: Result["best"],
): string {
  const solving = best.filter(({ solved }) => solved > 0);
  const ends = [Math.min(...rates), Math.max(...rates)];
  const atEnd = solving.filter((each) => ends.includes(each.learningRate));
  return `Of ${solving.length} best rates that solve something, ` +
    `${atEnd.length} lie at an end of the grid.`;
}

function overallRow(
  { optimizer, solved, trials, steps, shared, diverged, allTrials }: Result,
  profile: ReturnType<typeof performanceProfile>,
): (string | number)[] {
  return [
    optimizer,
    familyOf(optimizer),
    `${solved} of ${trials}`,
    solved > 0 ? roundedText(steps) : "none",
    fractionAt(profile, optimizer, 1),
    fractionAt(profile, optimizer, withinRatio),
    String(shared.learningRate),
    `${shared.solved} of ${trials}`,
    `${diverged} of ${allTrials}`,
  ];
}

/** A table with a row for each optimizer and a column for each function. */
function matrix(
  functions: readonly string[],
  results: readonly Result[],
  cell: (score: Result["best"][number]) => string | number,
): string {
  return markdownTable(
    ["optimizer", ...functions],
    inFamilies(results).map(({ optimizer, best }) => [
      optimizer,
      ...functions.map((id) =>
        cell(best.find(({ problem }) => problem === id)!)
      ),
    ]),
  );
}

/** Results by what of the step their optimizers change. */
function inFamilies(results: readonly Result[]): Result[] {
  return byFamily(results.map(({ optimizer }) => optimizer)).flatMap((family) =>
    results.filter(({ optimizer }) => family.optimizers.includes(optimizer))
  );
}
