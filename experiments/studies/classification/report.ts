import type { Outcome, Report } from "../../lab/study.ts";
import { byFamily, familyOf } from "../../lab/family_of.ts";
import { listed } from "../../lab/listed.ts";
import type { Group } from "../../lab/summary.ts";
import type { TrialRecord } from "../../lab/trial.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { caveats } from "../../lab/caveats.ts";
import { classificationPlots } from "./plots.ts";
import {
  isLost,
  type ProblemResult,
  problemResults,
  ranked,
} from "./results.ts";

/** How far above the least median a median counts as near: 5 % of it. */
const nearness = 0.05;

/**
 * Which optimizer came lowest, how well each classifies what it has not seen,
 * and how wide each one's range of η is.
 *
 * @param notes what is to be known of the data: sentences.
 */
export function classificationReport(
  outcome: Outcome,
  ...notes: readonly string[]
): Report {
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
      "in it. A seed draws the start, and where steps learn from mini-batches",
      "their order; which samples are trained on is drawn once, so the spread",
      "does not tell what another split would give.",
      ...notes,
      ...caveats(study),
      "A trial diverged if its loss or a parameter ceased to be finite.",
    )
  }

${results.map((result) => section(result, rates)).join("\n\n")}
`.trim();
  return { tables: [], plots: classificationPlots(study, results), answer };
}

/** What came out on one problem. */
function answerFor(
  { problem, least, best, groups }: ProblemResult,
  rates: number,
): string {
  const fitted = ranked(best).filter((group) => !isLost(group));
  if (fitted.length === 0) return `On ${problem.id} every trial diverged.`;
  const excess = (group: Group) => group.finalLoss.median - least;
  const lowest = fitted[0].finalLoss.median;
  const isNear = (group: Group) =>
    group.finalLoss.median <= (1 + nearness) * lowest;
  const near = fitted.filter(isNear).length;
  return paragraph(
    `On ${problem.id} the least training loss measured in any trial is`,
    `${roundedText(least)}; at its best learning rate each optimizer ends`,
    `above it, in the median, by: ${
      listed(fitted.map((group) =>
        `${group.optimizer} ${roundedText(excess(group), 2)} ` +
        `(η = ${group.hyperparameters.learningRate})`
      ))
    }. ${near} of ${best.length} come within ${nearness * 100} % of the lowest`,
    `of these medians, ${roundedText(lowest)}. Mean test accuracies there are`,
    `${accuracyRange(fitted)}.${deviationText(fitted)} Of ${rates} learning`,
    `rates, so many come within ${nearness * 100} % of that median: ${
      counted(best.map(({ optimizer }) => [
        optimizer,
        groups.filter((group) => group.optimizer === optimizer && isNear(group))
          .length,
      ]))
    }.`,
  );
}

/** Names by a number that each has, the greatest first: `3 adam, adagrad; …`. */
function counted(
  numbers: readonly (readonly [name: string, count: number])[],
): string {
  const counts = [...new Set(numbers.map(([, count]) => count))];
  return counts.sort((a, b) => b - a).map((count) => {
    const own = numbers.filter(([, each]) => each === count);
    const isRest = count === 0 && own.length > 10 && counts.length > 1;
    return isRest
      ? `0 the other ${own.length}`
      : `${count} ${listed(own.map(([name]) => name))}`;
  }).join("; ");
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
      ["optimizer", ...rates.map((rate) => `η = ${rate}`)],
      inFamilies(best).map(({ optimizer }) => [
        optimizer,
        ...rates.map((rate) => {
          const group = groups.find((group) =>
            group.optimizer === optimizer &&
            group.hyperparameters.learningRate === rate
          );
          return group === undefined ? NaN : value(group);
        }),
      ]),
    );
  return `
## ${problem.id}: ${problem.description}

At each optimizer's best learning rate:

${
    markdownTable(
      [
        "optimizer",
        "family",
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
      inFamilies(best).map((group) => bestRow(group, groups)),
    )
  }

Median training loss by learning rate, of the trials that did not diverge:

${byRate((group) => group.finalLoss.median)}

Median test accuracy by learning rate, of the same trials:

${byRate((group) => group.metrics.testAccuracy.median)}
`.trim();
}

/** Groups by what of the step their optimizers change. */
function inFamilies(groups: readonly Group[]): Group[] {
  const families = byFamily(groups.map(({ optimizer }) => optimizer));
  return families.flatMap(({ optimizers }) =>
    groups.filter(({ optimizer }) => optimizers.includes(optimizer))
  );
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
    familyOf(group.optimizer),
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
