import { coordinates, type TestFunction } from "../test_function.ts";

/**
 * Beale's function: flat around its minimum and along the axes, with walls
 * that rise with the eighth power of the distance.
 *
 * f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²; its
 * least value is 0, at (3, 0.5).
 *
 * @see Beale (1958), On an iterative method for finding a local minimum of a
 * function of more than one variable; Moré, Garbow, Hillstrom (1981), Testing
 * unconstrained optimization software, problem 5.
 *
 * @example
 * ```ts
 * import { beale, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(beale.f(tensor([3, 0.5])).item(), 0);
 * assertEquals(beale.f(tensor([0, 0])).item(), 14.203125);
 * ```
 */
export const beale: TestFunction = {
  id: "beale",
  revision: 1,
  formula: "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
  source: "Beale (1958)",
  box: { low: [-4.5, -4.5], high: [4.5, 4.5] },
  minimum: { value: 0, points: [[3, 0.5]] },
  f(w) {
    const [x, y] = coordinates(w);
    const a = x.mul(y).sub(x).add(1.5);
    const b = x.mul(y.square()).sub(x).add(2.25);
    const c = x.mul(y.pow(3)).sub(x).add(2.625);
    return a.square().add(b.square()).add(c.square());
  },
};
