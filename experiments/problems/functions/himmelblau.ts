import { coordinates, type TestFunction } from "../test_function.ts";

/**
 * Himmelblau's function: four global minima, with saddles between them and a
 * maximum in the middle.
 *
 * f(x, y) = (x² + y − 11)² + (x + y² − 7)²; its least value is 0, at (3, 2)
 * and at three points which are not rational.
 *
 * @see Himmelblau (1972), Applied nonlinear programming.
 *
 * @example
 * ```ts
 * import { himmelblau, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(himmelblau.f(tensor([3, 2])).item(), 0);
 * assertEquals(himmelblau.f(tensor([0, 0])).item(), 170);
 * ```
 */
export const himmelblau: TestFunction = {
  id: "himmelblau",
  revision: 1,
  formula: "(x² + y − 11)² + (x + y² − 7)²",
  source: "Himmelblau (1972)",
  box: { low: [-5, -5], high: [5, 5] },
  minimum: {
    value: 0,
    points: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.2831859912861696],
      [3.5844283403304917, -1.8481265269644036],
    ],
  },
  f(w) {
    const [x, y] = coordinates(w);
    return x.square().add(y).sub(11).square()
      .add(x.add(y.square()).sub(7).square());
  },
};
