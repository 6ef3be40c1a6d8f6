/** Quadratic functions with known eigenvalues, for theorems on rates. */
import { follow } from "../follow.ts";
import { fc } from "../deps.ts";
import { formats } from "../numbers.ts";
import type { Subject } from "../subject.ts";
import { norm, short } from "./smooth.ts";

/** ½·(w − w*)ᵀA(w − w*), where A is diagonal before it is mirrored. */
export interface Quadratic {
  /** The eigenvalues of A. */
  readonly eigenvalues: readonly number[];
  /** What is orthogonal to the mirror. */
  readonly mirror: readonly number[];
  /** w*. */
  readonly minimum: readonly number[];
  /** Where a run starts. */
  readonly start: readonly number[];
}

/** Quadratics of one to three numbers with eigenvalues drawn. */
export function quadratics(
  eigenvalue: fc.Arbitrary<number>,
): fc.Arbitrary<Quadratic> {
  const cell = fc.record({
    eigenvalue,
    mirror: short(1),
    minimum: short(4),
    start: short(4),
  });
  return fc.array(cell, { minLength: 1, maxLength: 3 }).map((cells) => ({
    eigenvalues: cells.map(({ eigenvalue }) => eigenvalue),
    mirror: cells.map(({ mirror }) => mirror),
    minimum: cells.map(({ minimum }) => minimum),
    start: cells.map(({ start }) => start),
  }));
}

/** x − 2·v·(v·x)/(v·v): its mirror image. */
function mirrored(v: readonly number[], x: readonly number[]): number[] {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, each, i) => sum + each * b[i], 0);
  const square = dot(v, v);
  const part = square === 0 ? 0 : 2 * dot(v, x) / square;
  return x.map((each, i) => each - part * v[i]);
}

/** A(w − w*). */
export function gradientOf(
  { eigenvalues, mirror, minimum }: Quadratic,
  w: readonly number[],
): number[] {
  const from = mirrored(mirror, w.map((x, i) => x - minimum[i]));
  return mirrored(mirror, from.map((x, i) => eigenvalues[i] * x));
}

/** A run, and what it may be off by where a theorem holds exactly. */
export interface Run {
  /** |w − w*|, the start in front. */
  readonly distances: readonly number[];
  /** By how much rounding alone can move the weights in each step. */
  readonly roundings: readonly number[];
}

/** A run of a subject with a learning rate η on a quadratic. */
export async function runOn(
  subject: Subject,
  problem: Quadratic,
  { learningRate, steps }: { learningRate: number; steps: number },
): Promise<Run> {
  const { round, unit } = formats[subject.dtype];
  const { minimum, start, eigenvalues } = problem;
  const steepest = learningRate * Math.max(...eigenvalues);
  const distance = (w: readonly number[]) =>
    norm(w.map((x, i) => x - minimum[i]));
  const course = { shapes: [[start.length]], weights: [start], gradients: [] };
  let [standing] = await follow(subject, course);
  const distances = [distance(start)];
  const roundings: number[] = [];
  let last = 0;
  for (let t = 1; t <= steps; t++) {
    const [w] = standing.params;
    const g = gradientOf(problem, w).map(round);
    standing = await subject.update([g], standing);
    const [next] = standing.params;
    const step = norm(w.map((x, i) => x - next[i]));
    // Two mirrorings of at most three numbers and a product, in float64.
    const gradient = 48 * 2 ** -53 * steepest * (norm(w) + norm(minimum));
    // At most eight operations, and hyperparameters as rounded, on parts of the
    // step before and of this one; then the weights.
    const own = learningRate * norm(g) + step + last;
    roundings.push(2 * gradient + 16 * unit * own + 4 * unit * norm(next));
    distances.push(distance(next));
    last = step;
  }
  return { distances, roundings };
}
