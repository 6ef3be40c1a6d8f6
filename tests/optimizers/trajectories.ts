/** Trajectories of reference implementations, as tests/golden keeps them. */
import { divide, rules, type Tensor, tensor } from "../../mod.ts";
import type { AnyOptimizer, Float } from "./support.ts";

const folder = `${import.meta.dirname}/../golden/trajectories`;

/** Where trajectories start, and the gradients of each step. */
export interface Problem {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** The weights at the start, flat. */
  readonly start: readonly number[];
  /** The gradients of each step, flat. */
  readonly gradients: readonly (readonly number[])[];
}

type Nested = number | readonly Nested[];
type Row = Readonly<Record<string, Nested>>;

/** The problems by the names of their files. */
export const problems = {
  problem: readProblem("problem"),
  matrices: readProblem("matrices"),
};

/** One optimizer's trajectory. */
export interface Trajectory {
  readonly rule: string;
  readonly variant: string;
  readonly name: string;
  /** What it went along. Default: `problem`. */
  readonly problem?: keyof typeof problems;
  readonly options: Readonly<Record<string, number | string>>;
  /** A hyperparameter that falls: rate/(1 + (t − 1)·decay). */
  readonly schedule?: {
    readonly of?: string;
    readonly rate: number;
    readonly decay: number;
  };
  /** The parameters after the recorded steps, flat; null stands for NaN. */
  readonly points: readonly (readonly (number | null)[])[];
}

/** What one library or transcription gave. */
export interface Reference {
  readonly library: string;
  readonly version: string;
  readonly dtype?: Float;
  /** The steps that were recorded, 1 the first. */
  readonly recorded: readonly number[];
  readonly cases: readonly Trajectory[];
}

function read<T>(file: string): T {
  return JSON.parse(Deno.readTextFileSync(`${folder}/${file}`));
}

/** What the file of a library or transcription holds. */
export function readReference(name: string): Reference {
  return read(`${name}.json`);
}

function readProblem(name: string): Problem {
  const { shapes, start, gradients }: {
    readonly shapes: Problem["shapes"];
    readonly start: Row;
    readonly gradients: readonly Row[];
  } = read(`${name}.json`);
  // In the order of the problem's tensors.
  const flat = (row: Row) =>
    Object.keys(shapes).flatMap((name) => [row[name]].flat(9) as number[]);
  return { shapes, start: flat(start), gradients: gradients.map(flat) };
}

/** The weights at the start and the gradients of each step, flat. */
export const { start, gradients } = problems.problem;

function tree(
  { shapes }: Problem,
  row: readonly number[],
  dtype: Float,
): Record<string, Tensor> {
  let next = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((size, length) => size * length, 1);
      const values = row.slice(next, next += size);
      return [name, tensor(values, dtype).reshape([...shape])];
    }),
  );
}

/** The optimizer of a trajectory. */
export function optimizerOf(
  { rule, variant, options, schedule }: Trajectory,
): AnyOptimizer {
  const found = rules.find(({ id }) => id === rule);
  if (found === undefined) throw new Error(`There is no rule ${rule}`);
  const scheduled = schedule === undefined ? {} : {
    [schedule.of ?? "learningRate"]: (t: Tensor) =>
      divide(schedule.rate, t.sub(1).mul(schedule.decay).add(1)),
  };
  return found({ variant, ...options, ...scheduled });
}

/** The parameters after every step along gradients, the start in front. */
export function travel(
  optimizer: AnyOptimizer,
  dtype: Float,
  along: readonly (readonly number[])[] = gradients,
  from: readonly number[] = start,
  problem: Problem = problems.problem,
): number[][] {
  let params = tree(problem, from, dtype);
  let state = optimizer.init(params);
  const points = [[...from]];
  for (const row of along) {
    const grads = tree(problem, row, dtype);
    ({ params, state } = optimizer.update(grads, state, params));
    const names = Object.keys(problem.shapes);
    points.push(names.flatMap((name) => [...params[name].toTypedArray()]));
  }
  return points;
}
