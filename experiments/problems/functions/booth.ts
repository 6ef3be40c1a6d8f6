import { coordinates, type TestFunction } from "../test_function.ts";

/**
 * Booth's function: a bowl whose axes are not those of the coordinates.
 *
 * f(x, y) = (x + 2y − 7)² + (2x + y − 5)²; its least value is 0, at (1, 3).
 * The eigenvalues of its Hessian are 2 and 18.
 *
 * @see Jamil and Yang (2013), A literature survey of benchmark functions for
 * global optimization problems, function 17.
 *
 * @example
 * ```ts
 * import { booth, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(booth.f(tensor([1, 3])).item(), 0);
 * assertEquals(booth.f(tensor([0, 0])).item(), 74);
 * ```
 */
export const booth: TestFunction = {
  id: "booth",
  revision: 1,
  formula: "(x + 2y − 7)² + (2x + y − 5)²",
  source: "Jamil and Yang (2013)",
  box: { low: [-10, -10], high: [10, 10] },
  minimum: { value: 0, points: [[1, 3]] },
  f(w) {
    const [x, y] = coordinates(w);
    return x.add(y.mul(2)).sub(7).square()
      .add(x.mul(2).add(y).sub(5).square());
  },
};
