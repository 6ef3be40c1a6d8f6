import type { TestFunction } from "../test_function.ts";

/**
 * Rosenbrock's banana: a curved valley with steep walls and an almost level
 * floor.
 *
 * f(w) = Σ 100(w_{i+1} − w_i²)² + (1 − w_i)², i = 1 … n − 1; its least value
 * is 0, at (1, …, 1). With n = 2 that is its only stationary point.
 *
 * @see Rosenbrock (1960), An automatic method for finding the greatest or
 * least value of a function.
 *
 * @example
 * ```ts
 * import { rosenbrock, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rosenbrock.f(tensor([1, 1])).item(), 0);
 * assertEquals(rosenbrock.f(tensor([0, 2])).item(), 401);
 * ```
 */
export const rosenbrock: TestFunction = {
  id: "rosenbrock",
  revision: 1,
  formula: "Σ 100(w_{i+1} − w_i²)² + (1 − w_i)²",
  source: "Rosenbrock (1960)",
  box: { low: [-2, -2], high: [2, 2] },
  minimum: { value: 0, points: [[1, 1]] },
  f(w) {
    const [head, tail] = [w.slice([0], [-1]), w.slice([1])];
    return tail.sub(head.square()).square().mul(100)
      .add(head.sub(1).square())
      .sum();
  },
};
