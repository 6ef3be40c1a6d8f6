/** Trajectories of reference implementations, as tests/golden keeps them. */
import { divide, rules, type Tensor, tensor } from "../../mod.ts";
import type { AnyOptimizer, Float } from "./support.ts";

const folder = `${import.meta.dirname}/../golden/trajectories`;

/** Where all trajectories start, and the gradients of each step. */
interface Problem {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly start: Readonly<Record<string, Nested>>;
  readonly gradients: readonly Readonly<Record<string, Nested>>[];
}

type Nested = number | readonly Nested[];

/** One optimizer's trajectory. */
export interface Trajectory {
  readonly rule: string;
  readonly variant: string;
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
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

const problem: Problem = read("problem.json");
const names = Object.keys(problem.shapes);

/** The values of a row in the order of the problem's tensors. */
function flat(row: Readonly<Record<string, Nested>>): number[] {
  return names.flatMap((name) => [row[name]].flat(9) as number[]);
}

/** The weights at the start and the gradients of each step, flat. */
export const start: readonly number[] = flat(problem.start);
export const gradients: readonly (readonly number[])[] = problem.gradients
  .map(flat);

function tree(row: readonly number[], dtype: Float): Record<string, Tensor> {
  let next = 0;
  return Object.fromEntries(names.map((name) => {
    const shape = problem.shapes[name];
    const size = shape.reduce((size, length) => size * length, 1);
    const values = row.slice(next, next += size);
    return [name, tensor(values, dtype).reshape([...shape])];
  }));
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
): number[][] {
  let params = tree(from, dtype);
  let state = optimizer.init(params);
  const points = [[...from]];
  for (const row of along) {
    ({ params, state } = optimizer.update(tree(row, dtype), state, params));
    points.push(names.flatMap((name) => [...params[name].toTypedArray()]));
  }
  return points;
}
