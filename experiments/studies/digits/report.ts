import type { Outcome, Report, Study } from "../../lab/study.ts";
import { classificationReport } from "../classification/report.ts";
import { batchSize, measuredSize, trainingSize } from "./problems.ts";

/** Which optimizer trains furthest, and how well it tells digits apart. */
export function digitsReport(outcome: Outcome): Report {
  const { steps } = outcome.study;
  const epochs = Math.round(10 * steps * batchSize / trainingSize) / 10;
  return classificationReport(
    outcome,
    `Of the 10,000 digits ${trainingSize} are trained on, a plain draw, not`,
    "one by digit, and the others are for the test. Pixels are as they are, from",
    "0 to 1, and all numbers are float32. A step learns from",
    `${batchSize} digits, so that a trial sees each about ${epochs} times.`,
    "Losses and training accuracies are those on the first",
    `${measuredSize} of the training samples, measured at the steps that the`,
    "curves record; there is no penalty on the weights. The learning rates",
    `${outcome.study.grid.learningRate.join(", ")} are few: where optimizers`,
    "are near to each other, others between these may change their order.",
    ...searches(outcome.study),
  );
}

/** What searches along a line do with batches, and with the learning rate. */
function searches({ optimizers }: Study): string[] {
  const ids = optimizers.filter(({ inHost }) => inHost).map(({ id }) => id);
  return ids.length === 0 ? [] : [
    `A step of ${ids.join(", ")} searches along a line for a lower loss of the`,
    "batch that it learns from; η is only the length tried first. What it takes",
    "for curvature are differences between the gradients of two batches, which",
    "come from the other samples as well as from the step between them.",
  ];
}
