import type { Outcome, Report } from "../../lab/study.ts";
import { bestGroups, type Group, groupTrials } from "../../lab/summary.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";

/** How far above the least loss a median counts as near: 5 % of it. */
const nearness = 0.05;

/** Which rule came lowest, and how wide each one's range of η is. */
export function irisReport(outcome: Outcome): Report {
  const { study, trials } = outcome;
  const groups = groupTrials(outcome);
  const best = bestGroups(groups);
  const least = Math.min(
    ...trials.map((t) => t.bestLoss).filter((loss) => !Number.isNaN(loss)),
  );
  const excess = (group: Group) => group.finalLoss.median - least;
  const ranked = [...best].sort((a, b) => excess(a) - excess(b));
  const rates = study.grid.learningRate;
  const diverged = trials.filter((t) => t.status === "diverged").length;
  const near = (rule: Group) =>
    groups.filter((group) =>
      group.optimizer === rule.optimizer && excess(group) <= nearness * least
    ).length;

  const answer = `
${
    paragraph(
      `**Answer.** The least training loss that any trial met is`,
      `${roundedText(least)}. After ${study.steps} steps at its best learning`,
      `rate, each rule lies above it, in the median over ${study.seeds} seeds,`,
      `by: ${
        ranked.map((group) =>
          `${group.optimizer} ${roundedText(excess(group), 2)} ` +
          `(η = ${group.hyperparameters.learningRate})`
        ).join(", ")
      }. Of ${rates.length} learning rates, so many come within`,
      `${nearness * 100} % of it: ${
        best.map((group) => `${group.optimizer} ${near(group)}`).join(", ")
      }. ${diverged} of ${trials.length} trials diverged.`,
    )
  }

## At each rule's best learning rate

${
    paragraph(
      "The rate with the least median training loss; the test samples had no",
      "say in it. Accuracy is the fraction of the test samples that are",
      "classified right; its columns are the spread over the seeds.",
    )
  }

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
      ],
      best.map(bestRow),
    )
  }

## Median training loss by learning rate

${
    markdownTable(
      ["η", ...best.map((group) => group.optimizer)],
      rates.map((rate) => [
        String(rate),
        ...best.map(({ optimizer }) =>
          groups.find((group) =>
            group.optimizer === optimizer &&
            group.hyperparameters.learningRate === rate
          )!.finalLoss.median
        ),
      ]),
    )
  }
`.trim();
  return { tables: [], answer };
}

function bestRow(group: Group): (string | number)[] {
  const { mean, deviation, least, median, greatest } =
    group.metrics.testAccuracy;
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
  ];
}
