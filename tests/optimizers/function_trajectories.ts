/** Trajectories on a function, for rules that need more than gradients. */
import {
  type StepContext,
  stepInputs,
  type Tensor,
  tensor,
} from "../../mod.ts";
import type { AnyOptimizer } from "./support.ts";
import {
  readReference,
  type Reference,
  type Trajectory,
} from "./trajectories.ts";
import file from "../golden/trajectories/function.json" with { type: "json" };

/** The parameters of the function. */
export interface Params {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor;
}

/** A trajectory on the function. */
export interface FunctionTrajectory extends Trajectory {
  /** Whether nothing tilts the function in any step. */
  readonly still?: boolean;
  /** The signs of each step in which some were drawn. */
  readonly probes?: readonly (readonly number[])[];
}

/** What one library or transcription gave on the function. */
export interface FunctionReference extends Reference {
  readonly cases: readonly FunctionTrajectory[];
}

export const functionReferences: readonly FunctionReference[] = [
  "function_transcription",
  "function_optax",
  "function_torch",
].map(readReference);

/** Where all begin, flat. */
export const start: readonly number[] = file.start;

/** The signs that the function is tilted by in each step. */
export const tilts: readonly number[] = file.signs;

/** Signs for products with the Hessian in each step. */
export const probes: readonly (readonly number[])[] = file.probes;

/** Flat numbers as parameters. */
export function tree(numbers: readonly number[]): Params {
  return {
    a: tensor(numbers.slice(0, 3)),
    b: tensor(numbers.slice(3, 7)).reshape([2, 2]),
    c: tensor(numbers[7]),
  };
}

/** Parameters as flat numbers. */
export function numbers({ a, b, c }: Params): number[] {
  return [a, b, c].flatMap((x) => [...x.toTypedArray()]);
}

/** The function of a step whose sign is s, as generate/function.py has it. */
export function tilted({ a, b, c }: Params, s: number): Tensor {
  const [a0, a1, a2] = [0, 1, 2].map((i) => a.slice([i], [i + 1]).sum());
  const at = (i: number, j: number) => b.slice([i, j], [i + 1, j + 1]).sum();
  const valley = a1.sub(a0.square()).square().div(2)
    .add(a0.sub(1).square().div(2));
  const tilt = a2.square().div(20).add(a2.mul(0.75 * s));
  const steep = at(0, 0).sub(c.div(2)).square().mul(4);
  const saddle = at(0, 1).mul(at(1, 0)).sub(1).square().div(2);
  const quartic = c.square().square().div(4).sub(c).add(0.75);
  return valley.add(tilt).add(steep).add(saddle).add(quartic);
}

/** The parameters after every step, flat, the start in front. */
export function descend(
  optimizer: AnyOptimizer,
  { still, probes: drawn }: Pick<FunctionTrajectory, "still" | "probes"> = {},
  from: readonly number[] = start,
): number[][] {
  const inputs = stepInputs<Params, [number]>(tilted);
  const { interval = 1 } = optimizer.hyperparameters as { interval?: number };
  let params = tree(from);
  let state = optimizer.init(params);
  const points = [[...from]];
  for (let t = 1; t <= tilts.length; t++) {
    const { grad, context } = inputs(params, still ? 0 : tilts[t - 1]);
    const row = drawn?.[Math.floor((t - 1) / interval)] ?? probes[t - 1];
    const whole: StepContext<Params> = { ...context, probe: tree(row) };
    ({ params, state } = optimizer.update(grad, state, params, whole));
    points.push(numbers(params));
  }
  return points;
}
