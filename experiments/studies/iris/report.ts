import type { Outcome, Report } from "../../lab/study.ts";
import { bestGroups, type Group, groupTrials } from "../../lab/summary.ts";
import { markdownTable, roundedText } from "../../lab/table.ts";

/** How good a median of the loss counts as near the best: twice it. */
const nearFactor = 2;

/** Which rule came lowest, and how wide each one's range of η is. */
export function irisReport(outcome: Outcome): Report {
  const { study, trials } = outcome;
  const groups = groupTrials(outcome);
  const best = bestGroups(groups);
  const ranked = [...best].sort((a, b) =>
    a.finalLoss.median - b.finalLoss.median
  );
  const [winner, ...others] = ranked;
  const rates = study.grid.learningRate;
  const diverged = trials.filter((t) => t.status === "diverged").length;
  const near = (group: Group) =>
    groups.filter((other) =>
      other.optimizer === group.optimizer &&
      other.finalLoss.median <= nearFactor * winner.finalLoss.median
    ).length;

  const answer = `
**Answer.** After ${study.steps} steps the least training loss, as the median
over ${study.seeds} seeds at each rule's best learning rate, is that of
${winner.optimizer} (${roundedText(winner.finalLoss.median)} at
η = ${winner.hyperparameters.learningRate}), before
${
    others.map((group) =>
      `${group.optimizer} (${roundedText(group.finalLoss.median)})`
    ).join(", ")
  }. A loss of at most ${nearFactor} times the least is reached at
${
    best.map((group) =>
      `${near(group)} of ${rates.length} rates by ` +
      group.optimizer
    ).join(", ")
  }. ${diverged} of ${trials.length} trials diverged.

## At each rule's best learning rate

The rate with the least median training loss; the test samples had no say in
it. Accuracy is the fraction of the test samples that are classified right.

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
