import { numericsVersion } from "../../autodiff/mod.ts";
import type { AnyProblem } from "../problems/problem.ts";
import { canonicalText, hashText } from "./canonical.ts";
import {
  type Contestant,
  firstTwice,
  type Grid,
  type Hyperparameters,
  type Study,
} from "./study.ts";

/** One cell of a study: what a trial is, before it runs. */
export interface Cell {
  /** The first 16 digits of the hash of the configuration. */
  readonly id: string;
  /** What is minimised. */
  readonly problem: AnyProblem;
  /** What minimises it. */
  readonly optimizer: Contestant;
  /** The point of the grid. */
  readonly hyperparameters: Hyperparameters;
  /** The index of the seed: 0, 1, … */
  readonly seed: number;
}

/** A recorded point of a trial. */
export interface CurvePoint {
  /** How many steps were taken. */
  readonly step: number;
  /** The loss after them. */
  readonly loss: number;
}

/** What came out of one trial. */
export interface TrialRecord {
  /** What was run. */
  readonly cell: Cell;
  /** `diverged`: the loss or a parameter stopped being finite. */
  readonly status: "finished" | "diverged";
  /** How many steps were taken. */
  readonly steps: number;
  /** The loss at the start. */
  readonly firstLoss: number;
  /** The loss after the last step. */
  readonly finalLoss: number;
  /** The least loss met; NaN where none was finite. */
  readonly bestLoss: number;
  /** By name; NaN where the trial diverged. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The loss over the steps. */
  readonly curve: readonly CurvePoint[];
}

/**
 * The cells of a study in order: problem, optimizer, grid, seed.
 *
 * @throws {RangeError} if two problems have one name, from which their keys
 * are derived.
 * @throws {TypeError} if a hyperparameter is not a number: a schedule or a
 * tensor cannot be part of a trial's identity.
 */
export function enumerateCells(
  study: Study,
  problems: readonly AnyProblem[],
): Cell[] {
  const twice = firstTwice(problems.map(({ id }) => id));
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot run study ${study.id}: problem ${twice} is there twice`,
    );
  }
  const seeds = Array.from({ length: study.seeds }, (_, seed) => seed);
  const settings = study.optimizers.flatMap((optimizer) =>
    gridPoints({ ...study.grid, ...optimizer.grid }).map((hyperparameters) => ({
      optimizer,
      hyperparameters,
      choices: optimizer.create(hyperparameters).choices,
      all: allHyperparameters(optimizer, hyperparameters),
    }))
  );
  return problems.flatMap((problem) =>
    settings.flatMap((setting) =>
      seeds.map((seed) => cellOf(study, problem, setting, seed))
    )
  );
}

/** An optimizer at a point of the grid. */
interface Setting {
  readonly optimizer: Contestant;
  readonly hyperparameters: Hyperparameters;
  readonly choices: Readonly<Record<string, string>>;
  /** Its hyperparameters, the fixed ones too. */
  readonly all: Hyperparameters;
}

/** A cell, whose identity is made when it is asked for: workers never ask. */
function cellOf(
  study: Study,
  problem: AnyProblem,
  setting: Setting,
  seed: number,
): Cell {
  const { optimizer, hyperparameters } = setting;
  let id: string | undefined;
  return {
    get id() {
      return id ??= cellId(study, problem, setting, seed);
    },
    problem,
    optimizer,
    hyperparameters,
    seed,
  };
}

/** Every combination of the grid's values, the last name varying fastest. */
export function gridPoints(grid: Grid): Hyperparameters[] {
  return Object.entries(grid).reduce<Hyperparameters[]>(
    (points, [name, values]) =>
      points.flatMap((point) =>
        values.map((value) => ({ ...point, [name]: value }))
      ),
    [{}],
  );
}

/**
 * The identity of a trial: all that its numbers depend on, the definitions
 * named with their revisions.
 */
function cellId(
  study: Study,
  problem: AnyProblem,
  { optimizer, choices, all }: Setting,
  seed: number,
): string {
  const configuration = {
    numerics: numericsVersion,
    study: [study.id, study.revision],
    problem: [problem.id, problem.revision],
    optimizer: [optimizer.id, optimizer.revision],
    hyperparameters: all,
    choices,
    seed,
    steps: study.steps,
    ...recording(study),
  };
  return hashText(canonicalText(configuration)).slice(0, 16);
}

/** What a study says of its records beyond the usual. */
export function recording(
  { curvePoints, tolerance }: Study,
): Readonly<Record<string, number>> {
  return {
    ...(curvePoints === undefined ? {} : { curvePoints }),
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

/** The hyperparameters of a contestant at a point of the grid, the fixed ones too. */
export function allHyperparameters(
  optimizer: Contestant,
  point: Hyperparameters,
): Hyperparameters {
  const values = Object.entries(optimizer.create(point).hyperparameters).map(
    ([name, value]): [string, number] => {
      if (typeof value === "number") return [name, value];
      throw new TypeError(
        `Cannot run ${optimizer.id} in a study: ${name} must be a number`,
      );
    },
  );
  return Object.fromEntries(values);
}
