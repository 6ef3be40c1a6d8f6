import { type Tensor, tensor } from "../../autodiff/mod.ts";
import type { Problem } from "./problem.ts";

/** A quadratic whose curvatures are known. */
export interface QuadraticOptions {
  /** The name in tables. */
  readonly id: string;
  /** λ₁ … λₙ, the curvature along each direction, all greater than 0. */
  readonly eigenvalues: readonly number[];
  /** Where every seed starts: n coordinates. */
  readonly start: readonly number[];
  /**
   * The directions v₁ … vₙ as rows, of length 1 and at right angles to each
   * other. Default: the coordinate axes.
   */
  readonly directions?: readonly (readonly number[])[];
}

/** A quadratic as a problem, with what the theory needs to know of it. */
export interface QuadraticProblem extends Problem<Tensor> {
  /** λ₁ … λₙ. */
  readonly eigenvalues: readonly number[];
  /** Where every seed starts. */
  readonly start: readonly number[];
  /** c₁ … cₙ, the coordinates of w along the directions: shape `[n]`. */
  components(w: Tensor): Tensor;
}

/** How far a product of two directions may be from 0 or 1. */
const slack = 1e-12;

/**
 * The quadratic ½·Σ λᵢ·cᵢ², cᵢ = vᵢ·w: curvature λᵢ along direction vᵢ. Its
 * least value is 0, at w = 0. The parameters are one tensor w of shape `[n]`;
 * the metric `distance` is how far w is from the minimum.
 *
 * @throws {RangeError} if an eigenvalue is not greater than 0 and finite, or
 * the directions are not of length 1 and at right angles.
 * @throws {TypeError} if the eigenvalues, the start and the directions don't
 * go together in number.
 *
 * @example
 * ```ts
 * import { key, quadratic, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const problem = quadratic({
 *   id: "turned",
 *   eigenvalues: [1, 10],
 *   start: [0, 1],
 *   directions: [[0, 1], [-1, 0]],
 * });
 * assertEquals(problem.components(tensor([3, 2])).toArray(), [2, -3]);
 * const keys = { problem: key(0), start: key(0), batches: key(0) };
 * const { loss } = problem.instance(keys);
 * assertEquals(loss(tensor([3, 2])).item(), 47); // ½·(1·2² + 10·3²)
 * ```
 */
export function quadratic(options: QuadraticOptions): QuadraticProblem {
  const { id, eigenvalues, start, directions } = options;
  checkQuadratic(options);
  const lambda = tensor([...eigenvalues]);
  const rows = directions && tensor(directions.map((row) => [...row]));
  const components = (w: Tensor) => rows === undefined ? w : rows.matmul(w);
  const spectrum = eigenvalues.join(", ");
  return {
    id,
    revision: 1,
    description: `½·Σ λᵢ·cᵢ² with λ = (${spectrum}), from (${
      start.join(", ")
    })`,
    optimum: { value: 0, points: [eigenvalues.map(() => 0)] },
    sharedLoss: true,
    eigenvalues,
    start,
    components,
    instance: () => ({
      start: tensor([...start]),
      loss: (w) => components(w).square().mul(lambda).sum().mul(0.5),
      metrics: (w) => ({ distance: w.square().sum().sqrt() }),
    }),
  };
}

function checkQuadratic(
  { id, eigenvalues, start, directions }: QuadraticOptions,
): void {
  const n = eigenvalues.length;
  const wrong = eigenvalues.find((each) => !(each > 0 && each < Infinity));
  if (n === 0 || wrong !== undefined) {
    throw new RangeError(
      `Cannot create quadratic ${id}: eigenvalues must be numbers greater ` +
        `than 0, current value is ${wrong ?? "an empty list"}`,
    );
  }
  if (start.length !== n) {
    throw new TypeError(
      `Cannot create quadratic ${id}: start must have ${n} coordinates, as ` +
        `many as there are eigenvalues, current number is ${start.length}`,
    );
  }
  if (directions !== undefined) checkDirections(id, directions, n);
}

function checkDirections(
  id: string,
  directions: readonly (readonly number[])[],
  n: number,
): void {
  const fits = directions.length === n &&
    directions.every((row) => row.length === n);
  if (!fits) {
    throw new TypeError(
      `Cannot create quadratic ${id}: directions must be ${n} rows of ${n} ` +
        `numbers`,
    );
  }
  directions.forEach((a, i) =>
    directions.forEach((b, j) => {
      const product = a.reduce((sum, each, k) => sum + each * b[k], 0);
      if (Math.abs(product - (i === j ? 1 : 0)) <= slack) return;
      throw new RangeError(
        `Cannot create quadratic ${id}: directions must be of length 1 and ` +
          `at right angles, the product of ${i + 1} and ${j + 1} is ${product}`,
      );
    })
  );
}
