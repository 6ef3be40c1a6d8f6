import { type Tensor, tensor } from "../../autodiff/mod.ts";
import type { Optimum, Problem } from "./problem.ts";

/** A function whose minima are known, for comparing optimizers. */
export interface TestFunction {
  /** The name in tables. */
  readonly id: string;
  /** Raised when the bits of the function, its box or its minima change. */
  readonly revision: number;
  /** The function as text, of x and y or of w₁ … wₙ. */
  readonly formula: string;
  /** Where it was published. */
  readonly source: string;
  /** The box that starts are drawn from: the bounds of each coordinate. */
  readonly box: {
    /** The least value of each coordinate. */
    readonly low: readonly number[];
    /** What each coordinate is less than. */
    readonly high: readonly number[];
  };
  /** The least value, and every point that has it, rounded to float64. */
  readonly minimum: Optimum;
  /**
   * The value at a point.
   *
   * @param w the point: shape `[2]`, or `[n]` where the formula has w₁ … wₙ.
   * @returns a scalar.
   */
  readonly f: (w: Tensor) => Tensor;
}

/** The options of {@linkcode testFunctionProblem}. */
export interface TestFunctionProblemOptions {
  /** The start of every seed. Default: drawn uniformly from the box. */
  readonly start?: readonly number[];
}

const [first, second] = [tensor(0, "int32"), tensor(1, "int32")];

/** The two coordinates of a point: scalars. */
export function coordinates(w: Tensor): [x: Tensor, y: Tensor] {
  return [w.take(first), w.take(second)];
}

/**
 * The minimisation of a test function from a start of each seed: drawn
 * uniformly from the function's box, or a given one. The parameters are one
 * tensor w of shape `[n]`. The metrics are `gap`, the loss less the least
 * value, and `distance`, how far w is from the nearest global minimum.
 *
 * @throws {TypeError} if `start` has not as many coordinates as the box.
 *
 * @example
 * ```ts
 * import { key, rosenbrock, tensor, testFunctionProblem } from "@descent/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const problem = testFunctionProblem(rosenbrock);
 * const { start, loss, metrics } = problem.instance({
 *   problem: key(0),
 *   start: key(1),
 *   batches: key(2),
 * });
 * assert(start.toTypedArray().every((x) => x >= -2 && x < 2));
 * const w = tensor([1, 3]);
 * assertEquals(loss(w).item(), 400);
 * assertEquals(metrics(w).distance.item(), 2); // from (1, 1)
 * ```
 */
export function testFunctionProblem(
  { id, revision, formula, box, minimum, f }: TestFunction,
  { start }: TestFunctionProblemOptions = {},
): Problem<Tensor> {
  if (start !== undefined && start.length !== box.low.length) {
    throw new TypeError(
      `Cannot create the problem of ${id}: start must have ` +
        `${box.low.length} coordinates, current number is ${start.length}`,
    );
  }
  const points = tensor(minimum.points.map((point) => [...point]));
  const [low, high] = [tensor([...box.low]), tensor([...box.high])];
  return {
    id,
    revision,
    description: `${formula}, from ` +
      (start === undefined ? "a random start" : `(${start.join(", ")})`),
    optimum: minimum,
    sharedLoss: true,
    instance: (keys) => ({
      start: start === undefined
        ? low.add(high.sub(low).mul(keys.start.uniform(low.shape)))
        : tensor([...start]),
      loss: f,
      metrics: (w) => ({
        gap: f(w).sub(minimum.value),
        distance: w.sub(points).square().sum({ axis: 1 }).sqrt().min(),
      }),
    }),
  };
}
