import { coordinates, type TestFunction } from "../test_function.ts";

/**
 * The camel with three humps: three minima in a row, the middle one the least.
 *
 * f(x, y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y²; its least value is 0, at (0, 0).
 * The other minima, near ±(1.7476, −0.8738), are 0.2986 higher.
 *
 * @see Dixon and Szegő (1975), Towards global optimisation; Jamil and Yang
 * (2013), A literature survey of benchmark functions for global optimization
 * problems, function 29.
 *
 * @example
 * ```ts
 * import { tensor, threeHumpCamel } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(threeHumpCamel.f(tensor([0, 3])).item(), 9);
 * assertAlmostEquals(threeHumpCamel.f(tensor([1, 0])).item(), 67 / 60, 1e-15);
 * ```
 */
export const threeHumpCamel: TestFunction = {
  id: "three-hump-camel",
  revision: 1,
  formula: "2x² − 1.05x⁴ + x⁶/6 + xy + y²",
  source: "Dixon and Szegő (1975)",
  box: { low: [-5, -5], high: [5, 5] },
  minimum: { value: 0, points: [[0, 0]] },
  f(w) {
    const [x, y] = coordinates(w);
    return x.square().mul(2).sub(x.pow(4).mul(1.05)).add(x.pow(6).div(6))
      .add(x.mul(y)).add(y.square());
  },
};
