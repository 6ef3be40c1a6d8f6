import type { QuadraticProblem } from "../../problems/quadratic.ts";
import { followTrial } from "../../lab/follow_trial.ts";
import { StepPrograms } from "../../lab/step_programs.ts";
import { spread } from "../../lab/statistics.ts";
import type { Outcome } from "../../lab/study.ts";
import type { TrialRecord } from "../../lab/trial.ts";
import { quadratics } from "./problems.ts";

/** What the steps of a trial multiply one component of w by. */
export interface Contraction {
  /** λ, the curvature along this direction. */
  readonly eigenvalue: number;
  /** |1 − ηλ|. */
  readonly theory: number;
  /** |c_{t+1} / c_t|, the median over the steps. */
  readonly measured: number;
  /** How many steps it was measured at. */
  readonly steps: number;
  /** |measured − theory| at the step where it is greatest. */
  readonly difference: number;
  /** How much of that rounding explains, at that step. */
  readonly bound: number;
  /** At how many steps the difference is greater than rounding explains. */
  readonly unexplained: number;
}

/** What becomes of the component along the slowest direction. */
export type Course = "shrinks" | "keeps" | "grows";

/** A trial, with its contractions along all directions. */
export interface Run {
  readonly trial: TrialRecord;
  readonly problem: QuadraticProblem;
  /** η. */
  readonly rate: number;
  /** One a direction, of those that could be measured. */
  readonly contractions: readonly Contraction[];
  /** The greatest theoretical contraction: that of the slowest direction. */
  readonly theory: number;
  /** The greatest measured one. */
  readonly measured: number;
  /** What theory says: η less than 2/λmax, equal to it or greater. */
  readonly expected: Course;
  /** What was measured: less than 1, 1 but for rounding, or greater. */
  readonly course: Course;
}

/** Half an ulp of 1. */
const unit = 1 / 9007199254740992;
/** A ratio that rounding leaves less certain than 2^-30 is not counted. */
const certain = 1 / 1073741824;
/** 2^-900: below, squares and products underflow. */
const tiny = 1 / 8.452712498170644e270;

/** Every trial of the study, measured. */
export function measureRuns({ study, trials }: Outcome): Run[] {
  const programs = new StepPrograms();
  return trials.map((trial) => {
    const { problem: { id }, hyperparameters } = trial.cell;
    const problem = quadratics.find((each) => each.id === id)!;
    const rate = hyperparameters.learningRate;
    const points = followTrial(study, trial.cell, programs);
    const path = points.map(({ params }) => [
      ...problem.components(params).toTypedArray(),
    ]);
    const contractions = problem.eigenvalues.flatMap((eigenvalue, i) => {
      const found = contractionOf(path, i, eigenvalue, rate, problem);
      return found.steps === 0 ? [] : [found];
    });
    const limit = 2 / Math.max(...problem.eigenvalues);
    const slowest = contractions.reduce<Contraction | undefined>(
      (a, b) => a !== undefined && a.measured >= b.measured ? a : b,
      undefined,
    );
    return {
      trial,
      problem,
      rate,
      contractions,
      theory: Math.max(
        ...problem.eigenvalues.map((each) => Math.abs(1 - rate * each)),
      ),
      measured: slowest?.measured ?? NaN,
      expected: rate < limit ? "shrinks" : rate > limit ? "grows" : "keeps",
      course: courseOf(slowest),
    };
  });
}

function courseOf(slowest: Contraction | undefined): Course {
  const { measured = Infinity, bound = 0 } = slowest ?? {};
  if (measured < 1 - bound) return "shrinks";
  return measured > 1 + bound ? "grows" : "keeps";
}

/** The contraction along one direction over a path of components. */
function contractionOf(
  path: readonly (readonly number[])[],
  i: number,
  eigenvalue: number,
  rate: number,
  { eigenvalues }: QuadraticProblem,
): Contraction {
  const theory = Math.abs(1 - rate * eigenvalue);
  const ratios: number[] = [];
  let [difference, bound, unexplained] = [0, 0, 0];
  for (let t = 0; t + 1 < path.length; t++) {
    const [before, after] = [path[t][i], path[t + 1][i]];
    const allowed = roundingOf(path[t], i, rate, eigenvalues);
    const counts = Math.abs(before) > tiny && Number.isFinite(after) &&
      allowed <= certain;
    if (!counts) continue;
    const ratio = Math.abs(after / before);
    const off = Math.abs(ratio - theory);
    ratios.push(ratio);
    if (off > allowed) unexplained++;
    if (ratios.length === 1 || off > difference) {
      [difference, bound] = [off, allowed];
    }
  }
  return {
    eigenvalue,
    theory,
    measured: spread(ratios).median,
    steps: ratios.length,
    difference,
    bound,
    unexplained,
  };
}

/**
 * How far rounding can take |c_{t+1}/c_t| from |1 − ηλ|.
 *
 * A product of n numbers with a direction is off by n·u·‖w‖, u half an ulp of
 * 1; that of all n directions by n√n·u·‖w‖. There are two in the gradient,
 * which adds λmax times their errors, and one in each of the components
 * compared; beside them round the curvature, the size of the step, the
 * subtraction, the ratio and |1 − ηλ|. Together less than
 * (4n√n + 8)·u·(1 + η·λmax)·‖w‖, relative to the component.
 */
function roundingOf(
  components: readonly number[],
  i: number,
  rate: number,
  eigenvalues: readonly number[],
): number {
  const n = components.length;
  const scale = Math.max(...components.map(Math.abs));
  const squares = components.map((c) => (c / scale) * (c / scale));
  const norm = scale * Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
  return (4 * n * Math.sqrt(n) + 8) * unit *
    (1 + rate * Math.max(...eigenvalues)) * (norm / Math.abs(components[i]));
}
