import { spread } from "../../lab/statistics.ts";
import type { Outcome } from "../../lab/study.ts";
import { type Group, groupTrials } from "../../lab/summary.ts";
import type { TrialRecord } from "../../lab/trial.ts";

/**
 * The steps that a trial took to the minimum; +∞ for one that was not near it
 * for good throughout the last tenth of the study's steps, so that one which
 * passes by, or falls in at the last moment, does not count.
 */
export function stepsOf(
  { metrics: { reached } }: TrialRecord,
  all: number,
): number {
  return reached * 10 <= all * 9 ? reached : Infinity;
}

/** What an optimizer did on a function at one learning rate. */
export interface Score {
  readonly problem: string;
  readonly optimizer: string;
  readonly learningRate: number;
  /** A trial for each start. */
  readonly trials: readonly TrialRecord[];
  /** The steps of each trial to the minimum; +∞ where it was not solved. */
  readonly costs: readonly number[];
  /** How many trials were solved. */
  readonly solved: number;
  /** How many diverged. */
  readonly diverged: number;
  /** The median of the steps of those; NaN where there are none. */
  readonly steps: number;
  /** The median of the final gap, +∞ for a trial that diverged. */
  readonly gap: number;
}

/** The scores of a study, in the order of its cells. */
export function scoresOf(outcome: Outcome): Score[] {
  const { steps } = outcome.study;
  return groupTrials(outcome).map((group) => scoreOf(group, steps));
}

function scoreOf(
  { problem, optimizer, hyperparameters, trials, diverged }: Group,
  all: number,
): Score {
  const costs = trials.map((trial) => stepsOf(trial, all));
  const steps = costs.filter(Number.isFinite);
  const gaps = trials.map(({ cell, status, finalLoss }) =>
    status === "finished" ? finalLoss - cell.problem.optimum!.value : Infinity
  );
  return {
    problem,
    optimizer,
    learningRate: hyperparameters.learningRate,
    trials,
    costs,
    solved: steps.length,
    diverged,
    steps: spread(steps).median,
    gap: spread(gaps).median,
  };
}

/**
 * The best of some scores: the most trials solved, then the fewest steps, then
 * the least gap; the first where all are equal.
 */
export function bestScore(scores: readonly Score[]): Score {
  return scores.reduce((best, score) => isBetter(score, best) ? score : best);
}

function isBetter(a: Score, b: Score): boolean {
  if (a.solved !== b.solved) return a.solved > b.solved;
  if (a.solved > 0 && a.steps !== b.steps) return a.steps < b.steps;
  return a.gap < b.gap;
}

/** One learning rate for all functions. */
export interface SharedRate {
  readonly learningRate: number;
  /** How many trials on all functions it solved. */
  readonly solved: number;
}

/** The learning rate that solves most trials of an optimizer, on all functions. */
export function sharedRate(scores: readonly Score[]): SharedRate {
  const rates = [...new Set(scores.map(({ learningRate }) => learningRate))];
  return rates.map((learningRate) => ({
    learningRate,
    solved: scores.filter((score) => score.learningRate === learningRate)
      .reduce((sum, { solved }) => sum + solved, 0),
  })).reduce((best, each) => each.solved > best.solved ? each : best);
}
