import { followTrial } from "../../lab/follow_trial.ts";
import { StepPrograms } from "../../lab/step_programs.ts";
import type { Outcome } from "../../lab/study.ts";
import type { TrialRecord } from "../../lab/trial.ts";
import { valley } from "./problems.ts";
import {
  contractionBound,
  type HeavyBall,
  heavyBall,
  rootOf,
} from "./theory.ts";
import { type Way, wayOf } from "./way.ts";

/** A trial with its path. */
export interface DirectionRun {
  readonly trial: TrialRecord;
  /** η. */
  readonly rate: number;
  /** γ. */
  readonly momentum: number;
  /** w after 0, 1, 2, … steps. */
  readonly path: readonly (readonly number[])[];
  /** The loss after them. */
  readonly losses: readonly number[];
  /** How the path leads to the minimum. */
  readonly way: Way;
  /** One a direction, on the quadratic. */
  readonly contractions: readonly MeanContraction[];
}

/** The mean contraction along one direction, beside the theory. */
export interface MeanContraction {
  /** λ. */
  readonly eigenvalue: number;
  readonly theory: HeavyBall;
  /** The mean over the second half of the steps; NaN where there is none. */
  readonly measured: number;
  /** |measured/theory − 1|. */
  readonly difference: number;
  /** How great that may be. */
  readonly bound: number;
}

/** Every trial of the first seed: the starts are fixed, so others repeat it. */
export function directionRuns({ study, trials }: Outcome): DirectionRun[] {
  const programs = new StepPrograms();
  const first = trials.filter(({ cell }) => cell.seed === 0);
  return first.map((trial) => {
    const { problem, hyperparameters } = trial.cell;
    const { learningRate: rate, momentum } = hyperparameters;
    const points = followTrial(study, trial.cell, programs);
    const path = points.map(({ params }) => [...params.toTypedArray()]);
    const isValley = problem.id === valley.id;
    return {
      trial,
      rate,
      momentum,
      path,
      losses: points.map(({ loss }) => loss),
      way: wayOf(path, problem.optimum!.points[0], isValley),
      contractions: isValley
        ? valley.eigenvalues.map((eigenvalue, i) =>
          meanContraction(path.map((w) => w[i]), eigenvalue, rate, momentum)
        )
        : [],
    };
  });
}

/** What a step multiplies the root of the energy by: over the second half. */
function meanContraction(
  components: readonly number[],
  eigenvalue: number,
  rate: number,
  momentum: number,
): MeanContraction {
  const product = rate * eigenvalue;
  const theory = heavyBall(product, momentum);
  const to = components.length - 1;
  const from = Math.max(1, Math.floor(to / 2));
  const shrinkage = to > from
    ? sizeAt(components, product, to) / sizeAt(components, product, from)
    : NaN;
  const measured = shrinkage > 0 && shrinkage < Infinity
    ? rootOf(shrinkage, to - from)
    : NaN;
  return {
    eigenvalue,
    theory,
    measured,
    difference: Math.abs(measured / theory.contraction - 1),
    bound: to > from ? contractionBound(theory, product, from, to) : Infinity,
  };
}

/**
 * The root of the energy, √(ηλ·c_t² + m_t²), without overflow. It swings less
 * than c_t does, which goes through 0.
 */
function sizeAt(
  components: readonly number[],
  product: number,
  t: number,
): number {
  const [now, before] = [components[t], components[t - 1]];
  const scale = Math.max(Math.abs(now), Math.abs(before));
  const [c, m] = [now / scale, (before - now) / scale];
  return scale * Math.sqrt(product * c * c + m * m);
}

/** What names a trial among others: γ, and the rule where there are several. */
export function labelOf(
  { trial, momentum }: DirectionRun,
  runs: readonly DirectionRun[],
): string {
  const { id } = trial.cell.optimizer;
  const alone = runs.every((run) => run.trial.cell.optimizer.id === id);
  return alone ? `γ = ${momentum}` : `${id}, γ = ${momentum}`;
}

/**
 * The trials of a problem at one η: the greatest at which each γ lowered the
 * loss; where there is none, the least.
 */
export function shownRuns(
  runs: readonly DirectionRun[],
  problem: string,
): DirectionRun[] {
  const own = runs.filter(({ trial }) => trial.cell.problem.id === problem);
  const rates = [...new Set(own.map(({ rate }) => rate))].sort((a, b) => b - a);
  const lowered = ({ trial }: DirectionRun) =>
    trial.status === "finished" && trial.finalLoss < trial.firstLoss;
  const shown =
    rates.find((rate) =>
      own.every((run) => run.rate !== rate || lowered(run))
    ) ?? rates[rates.length - 1];
  return own.filter(({ rate }) => rate === shown);
}
