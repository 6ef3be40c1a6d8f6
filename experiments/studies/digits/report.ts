import { allContestants } from "../../lab/all_contestants.ts";
import type { Outcome, Report } from "../../lab/study.ts";
import { classificationReport } from "../classification/report.ts";
import {
  batchSize,
  digitsContestants,
  measuredSize,
  trainingSize,
} from "./problems.ts";

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
    ...leftOut(),
  );
}

/** Which rules are not compared, as a step takes too long. */
function leftOut(): string[] {
  const present = digitsContestants().map(({ id }) => id);
  const missing = allContestants().map(({ id }) => id)
    .filter((id) => !present.includes(id));
  return missing.length === 0
    ? []
    : [`Steps of ${missing.join(", ")} take too long here.`];
}
