import type { Table } from "../../lab/table.ts";
import type { ProfilePoint } from "./profile.ts";
import type { Result } from "./results.ts";
import type { Score } from "./scores.ts";

/** A row for each optimizer. */
export function overallTable(results: readonly Result[]): Table {
  return {
    name: "overall",
    columns: [
      "optimizer",
      "solved",
      "trials",
      "stepsMedian",
      "sharedLearningRate",
      "sharedSolved",
      "diverged",
      "allTrials",
    ],
    rows: results.map((result) => [
      result.optimizer,
      result.solved,
      result.trials,
      result.steps,
      result.shared.learningRate,
      result.shared.solved,
      result.diverged,
      result.allTrials,
    ]),
  };
}

/** A row for each optimizer and function, at the best learning rate. */
export function bestTable(best: readonly Score[]): Table {
  return {
    name: "best",
    columns: [
      "problem",
      "optimizer",
      "learningRate",
      "solved",
      "trials",
      "stepsMedian",
      "gapMedian",
      "diverged",
    ],
    rows: best.map((score) => [
      score.problem,
      score.optimizer,
      score.learningRate,
      score.solved,
      score.trials.length,
      score.steps,
      score.gap,
      score.diverged,
    ]),
  };
}

/** The performance profiles: the points where a fraction grows. */
export function profileTable(profile: readonly ProfilePoint[]): Table {
  return {
    name: "profile",
    columns: ["optimizer", "ratio", "fraction"],
    rows: profile.map(({ optimizer, ratio, fraction }) => [
      optimizer,
      ratio,
      fraction,
    ]),
  };
}
