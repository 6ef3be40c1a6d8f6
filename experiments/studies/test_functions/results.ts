import { spread } from "../../lab/statistics.ts";
import type { Outcome } from "../../lab/study.ts";
import {
  bestScore,
  type Score,
  scoresOf,
  type SharedRate,
  sharedRate,
} from "./scores.ts";

/** What an optimizer did on all functions. */
export interface Result {
  readonly optimizer: string;
  /** Its score at the best learning rate of each function. */
  readonly best: readonly Score[];
  /** How many trials of these were solved, of how many. */
  readonly solved: number;
  readonly trials: number;
  /** The median of their steps; NaN where none was solved. */
  readonly steps: number;
  /** The learning rate that solves most trials on all functions together. */
  readonly shared: SharedRate;
  /** How many trials diverged at any learning rate, of how many. */
  readonly diverged: number;
  readonly allTrials: number;
  /** The scores at every learning rate. */
  readonly scores: readonly Score[];
}

/** The results of a study's optimizers, in its order. */
export function resultsOf(outcome: Outcome): Result[] {
  const scores = scoresOf(outcome);
  const optimizers = [...new Set(scores.map(({ optimizer }) => optimizer))];
  return optimizers.map((optimizer) =>
    resultOf(optimizer, scores.filter((each) => each.optimizer === optimizer))
  );
}

function resultOf(optimizer: string, scores: readonly Score[]): Result {
  const functions = [...new Set(scores.map(({ problem }) => problem))];
  const best = functions.map((id) =>
    bestScore(scores.filter(({ problem }) => problem === id))
  );
  const sum = (numbers: readonly number[]) =>
    numbers.reduce((total, each) => total + each, 0);
  const reached = best.flatMap(({ costs }) => costs.filter(Number.isFinite));
  return {
    optimizer,
    best,
    solved: sum(best.map(({ solved }) => solved)),
    trials: sum(best.map(({ trials }) => trials.length)),
    steps: spread(reached).median,
    shared: sharedRate(scores),
    diverged: sum(scores.map(({ diverged }) => diverged)),
    allTrials: sum(scores.map(({ trials }) => trials.length)),
    scores,
  };
}
