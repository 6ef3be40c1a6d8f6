import type { TestFunction } from "../test_function.ts";

/**
 * Rastrigin's function: a bowl with a ripple that makes a minimum near each
 * point of whole coordinates.
 *
 * f(w) = 10n + Σ w_i² − 10 cos(2πw_i); its least value is 0, at 0. The next
 * minima are 0.995 higher.
 *
 * @see Rastrigin (1974), Systems of extremal control; Mühlenbein, Schomisch,
 * Born (1991), The parallel genetic algorithm as function optimizer, for n
 * coordinates.
 *
 * @example
 * ```ts
 * import { rastrigin, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rastrigin.f(tensor([0, 0])).item(), 0);
 * assertEquals(rastrigin.f(tensor([1, 2])).item(), 5);
 * ```
 */
export const rastrigin: TestFunction = {
  id: "rastrigin",
  revision: 1,
  formula: "10n + Σ w_i² − 10 cos(2πw_i)",
  source: "Rastrigin (1974)",
  box: { low: [-5.12, -5.12], high: [5.12, 5.12] },
  minimum: { value: 0, points: [[0, 0]] },
  f: (w) =>
    w.square().sub(w.mul(2 * Math.PI).cos().mul(10)).sum()
      .add(10 * w.shape[0]),
};
