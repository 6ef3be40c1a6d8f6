import type { Tensor } from "../../autodiff/mod.ts";
import type { Optimizer } from "../../optimizers/mod.ts";
import type { Datasets } from "../data/datasets.ts";
import type { AnyProblem } from "../problems/problem.ts";
import { checkParts } from "./check_study.ts";
import type { Plot } from "./plot.ts";
import type { Table } from "./table.ts";
import type { TrialRecord } from "./trial.ts";

/** A rule as a study runs it: over a grid, with the rest fixed. */
export interface Contestant {
  /** The name in tables: the rule's, with the variant if not the default. */
  readonly id: string;
  /** The rule's revision. */
  readonly revision: number;
  /** Whether its steps read values, so that no program can hold them. */
  readonly inHost?: boolean;
  /** The values that it is run with in place of those of the study's grid. */
  readonly grid?: Grid;
  /**
   * Makes the optimizer of one point of the grid, its values numbers or, where
   * trials are run together, scalars of all of them.
   */
  create(hyperparameters: Readonly<Record<string, number | Tensor>>): Optimizer;
}

/** Numeric hyperparameters by name. */
export type Hyperparameters = Readonly<Record<string, number>>;

/** The values to try for each hyperparameter; every combination is run. */
export type Grid = Readonly<Record<string, readonly number[]>>;

/** A finished study, as its summary sees it. */
export interface Outcome {
  /** The study that was run. */
  readonly study: Study;
  /** In the order of the cells: problem, optimizer, grid, seed. */
  readonly trials: readonly TrialRecord[];
}

/** What a study adds to the tables that every study has. */
export interface Report {
  /** Further tables, by file name. */
  readonly tables: readonly Table[];
  /** Pictures; the first is the one that shows the answer. */
  readonly plots?: readonly Plot[];
  /** The answer in Markdown, computed from the outcome. */
  readonly answer: string;
}

/** The most that a quick run has. */
export interface Quickness {
  /** How many seeds. */
  readonly seeds: number;
  /** How many values of each hyperparameter. */
  readonly values: number;
  /** How many steps a trial takes. */
  readonly steps: number;
}

/** An experiment as data: what is compared, on what, how often, how long. */
export interface Study {
  /** The name on the command line and of the folder of results. */
  readonly id: string;
  /** Raised when the bits of the study change. */
  readonly revision: number;
  /** What it asks, in a sentence. */
  readonly question: string;
  /** The problems, made from data where they need some. */
  problems(data: Datasets): Promise<readonly AnyProblem[]>;
  /** What is compared. */
  readonly optimizers: readonly Contestant[];
  /** The hyperparameters that each optimizer is run with. */
  readonly grid: Grid;
  /** How many seeds, 0 … n − 1. */
  readonly seeds: number;
  /** How many steps a trial takes. */
  readonly steps: number;
  /** The names of the problems' metrics, in the order of the columns. */
  readonly metrics: readonly string[];
  /**
   * The most points that a trial's curve has: at least 10. Default: 50.
   */
  readonly curvePoints?: number;
  /**
   * Whose curves are written down: of `all` trials, or, where these are very
   * many, of those at the `best` point of the grid of each problem and
   * optimizer: the one with the least median of the final loss, of those at
   * which the fewest trials diverged; or of the `first` seed there. Default:
   * `all`.
   */
  readonly curvesOf?: "all" | "best" | "first";
  /**
   * The most that a quick run of it has, where that is less than of others:
   * seeds, values of each hyperparameter, steps.
   */
  readonly quick?: Partial<Quickness>;
  /**
   * How far above the least value of its problem a loss may be to count as
   * having reached it. With it trials have a metric `reached`: how many steps
   * they took until the loss was that near for good, NaN where it was not at
   * the end or the least value is not known.
   */
  readonly tolerance?: number;
  /** What the study makes of its trials. */
  report(outcome: Outcome): Report;
}

/**
 * Checks a study and returns it.
 *
 * @throws {RangeError} for a count that is not a whole number greater than 0,
 * fewer than 10 points a curve, a tolerance that is negative or not finite, an
 * empty list, or something that is there twice.
 * @throws {TypeError} for a part that is unknown or of another kind.
 *
 * @example
 * ```ts
 * import { contestant, defineStudy, gradientDescent } from "@descent/lab";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () =>
 *     defineStudy({
 *       id: "nothing",
 *       revision: 1,
 *       question: "What do no seeds show?",
 *       problems: () => Promise.resolve([]),
 *       optimizers: [contestant(gradientDescent)],
 *       grid: { learningRate: [0.1] },
 *       seeds: 0,
 *       steps: 10,
 *       metrics: [],
 *       report: () => ({ tables: [], answer: "" }),
 *     }),
 *   RangeError,
 *   "seeds must be a whole number greater than 0",
 * );
 * ```
 */
export function defineStudy(study: Study): Study {
  checkParts(study);
  const refuse = (what: string) => {
    throw new RangeError(`Cannot define study ${study.id}: ${what}`);
  };
  const refuseTwice = (what: string, list: readonly unknown[]) => {
    const twice = firstTwice(list);
    if (twice !== undefined) refuse(`${what} ${twice} is there twice`);
  };
  for (const count of ["seeds", "steps", "revision"] as const) {
    const value = study[count];
    if (!Number.isSafeInteger(value) || value < 1) {
      refuse(
        `${count} must be a whole number greater than 0, ` +
          `current value is ${value}`,
      );
    }
  }
  const { curvePoints = 10, tolerance = 0 } = study;
  if (!Number.isSafeInteger(curvePoints) || curvePoints < 10) {
    refuse(
      "curvePoints must be a whole number of at least 10, " +
        `current value is ${curvePoints}`,
    );
  }
  if (!(tolerance >= 0 && tolerance < Infinity)) {
    refuse(
      `tolerance must be in [0, ∞), current value is ${tolerance}`,
    );
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(study.id)) {
    refuse("id must be lower-case words joined by hyphens");
  }
  if (study.optimizers.length === 0) refuse("it must have an optimizer");
  for (const [name, values] of Object.entries(study.grid)) {
    if (values.length === 0) refuse(`the grid of ${name} must have a value`);
    refuseTwice(`${name} of`, values);
  }
  refuseTwice("optimizer", study.optimizers.map(({ id }) => id));
  refuseTwice("metric", study.metrics);
  return study;
}

/** The first value that is also earlier in a list. */
export function firstTwice<T>(list: readonly T[]): T | undefined {
  return list.find((value, i) => list.indexOf(value) !== i);
}
