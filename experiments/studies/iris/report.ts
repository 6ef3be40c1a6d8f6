import type { Outcome, Report } from "../../lab/study.ts";
import type { Group } from "../../lab/summary.ts";
import type { TrialRecord } from "../../lab/trial.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { irisPlots } from "./plots.ts";
import { type ProblemResult, problemResults } from "./results.ts";

/** How far above the least median a median counts as near: 5 % of it. */
const nearness = 0.05;

/** Which optimizer came lowest, and how wide each one's range of η is. */
export function irisReport(outcome: Outcome): Report {
  const { study, trials } = outcome;
  const results = problemResults(outcome);
  const diverged = trials.filter((t) => t.status === "diverged").length;
  const worse = trials.filter((t) => t.finalLoss > t.firstLoss).length;
  const starts = `${study.seeds} ${study.seeds === 1 ? "seed" : "seeds"}`;
  const rates = study.grid.learningRate;

  const answer = `
${
    paragraph(
      "**Answer.**",
      ...results.map((result) => answerFor(result, rates.length)),
      `${diverged} of ${trials.length} trials diverged, and ${worse} ended at`,
      "a higher loss than they started from.",
    )
  }

${
    paragraph(
      `Every trial takes ${study.steps} steps; medians are over ${starts}. The`,
      "best learning rate is the one with the least median training loss, of",
      "those at which the fewest trials diverged: the test samples had no say",
      "in it. A seed draws the start, and for the network the order of the",
      "mini-batches; which flowers are trained on is drawn once, so the spread",
      "does not tell what another split would give. Losses are those on all",
      "training samples; with mini-batches they are measured at the steps that",
      "the curves record. A trial diverged if its loss or a parameter ceased",
      "to be finite.",
    )
  }

${results.map((result) => section(result, rates)).join("\n\n")}
`.trim();
  return { tables: [], plots: irisPlots(outcome, results), answer };
}

/** What came out on one problem. */
function answerFor(
  { problem, least, best, groups }: ProblemResult,
  rates: number,
): string {
  const fitted = best.filter(({ diverged, trials }) =>
    diverged < trials.length
  );
  if (fitted.length === 0) return `On ${problem.id} every trial diverged.`;
  const excess = (group: Group) => group.finalLoss.median - least;
  const ranked = [...fitted].sort((a, b) => excess(a) - excess(b));
  const lowest = ranked[0].finalLoss.median;
  const near = (optimizer: string) =>
    groups.filter((group) =>
      group.optimizer === optimizer &&
      group.finalLoss.median <= (1 + nearness) * lowest
    ).length;
  return paragraph(
    `On ${problem.id} the least training loss measured in any trial is`,
    `${roundedText(least)}; at its best learning rate each optimizer ends`,
    `above it, in the median, by: ${
      ranked.map((group) =>
        `${group.optimizer} ${roundedText(excess(group), 2)} ` +
        `(η = ${group.hyperparameters.learningRate})`
      ).join(", ")
    }; mean test accuracies there are`,
    `${accuracyRange(fitted)}.${deviationText(fitted)} Of ${rates} learning`,
    "rates, so many come",
    `within ${nearness * 100} % of the lowest of these medians: ${
      best.map(({ optimizer }) => `${optimizer} ${near(optimizer)}`).join(", ")
    }.`,
  );
}

/** The least and the greatest mean test accuracy, with their optimizers. */
function accuracyRange(groups: readonly Group[]): string {
  const mean = (group: Group) => group.metrics.testAccuracy.mean;
  const sorted = [...groups].sort((a, b) => mean(a) - mean(b));
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const text = (group: Group) =>
    `${roundedText(mean(group))} (${group.optimizer})`;
  return mean(low) === mean(high)
    ? `all ${roundedText(mean(low))}`
    : `from ${text(low)} to ${text(high)}`;
}

/** How far test accuracies deviate from one seed to the other, at most. */
function deviationText(groups: readonly Group[]): string {
  const deviations = groups.map(({ metrics }) => metrics.testAccuracy.deviation)
    .filter((each) => !Number.isNaN(each));
  return deviations.length === 0
    ? ""
    : " Between seeds they have standard deviations of up to " +
      `${roundedText(Math.max(...deviations), 2)}.`;
}

function section(
  { problem, best, groups }: ProblemResult,
  rates: readonly number[],
): string {
  const byRate = (value: (group: Group) => number) =>
    markdownTable(
      ["η", ...best.map((group) => group.optimizer)],
      rates.map((rate) => [
        String(rate),
        ...best.map(({ optimizer }) =>
          value(
            groups.find((group) =>
              group.optimizer === optimizer &&
              group.hyperparameters.learningRate === rate
            )!,
          )
        ),
      ]),
    );
  return `
## ${problem.id}: ${problem.description}

At each optimizer's best learning rate:

${
    markdownTable(
      [
        "optimizer",
        "η",
        "median loss",
        "test accuracy, mean",
        "deviation",
        "least",
        "median",
        "greatest",
        "diverged",
        "diverged, all η",
        "above start, all η",
      ],
      best.map((group) => bestRow(group, groups)),
    )
  }

Median training loss by learning rate, of the trials that did not diverge:

${byRate((group) => group.finalLoss.median)}

Median test accuracy by learning rate, of the same trials:

${byRate((group) => group.metrics.testAccuracy.median)}
`.trim();
}

function bestRow(
  group: Group,
  groups: readonly Group[],
): (string | number)[] {
  const { mean, deviation, least, median, greatest } =
    group.metrics.testAccuracy;
  const own = groups.filter(({ optimizer }) => optimizer === group.optimizer);
  const all = own.flatMap(({ trials }) => trials);
  const count = (is: (trial: TrialRecord) => boolean) =>
    `${all.filter(is).length} of ${all.length}`;
  return [
    group.optimizer,
    group.hyperparameters.learningRate,
    group.finalLoss.median,
    mean,
    deviation,
    least,
    median,
    greatest,
    `${group.diverged} of ${group.trials.length}`,
    count(({ status }) => status === "diverged"),
    count(({ firstLoss, finalLoss }) => finalLoss > firstLoss),
  ];
}
