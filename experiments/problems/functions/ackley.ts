import type { TestFunction } from "../test_function.ts";

/**
 * Ackley's function: an almost level, rippled plain around a sharp funnel.
 *
 * f(w) = 20 + e − 20 exp(−0.2 √(Σ w_i² / n)) − exp(Σ cos(2πw_i) / n); its
 * least value is 0, at 0, where it has a kink: there the derivative of the
 * root counts as 0.
 *
 * @see Ackley (1987), A connectionist machine for genetic hillclimbing; Bäck
 * (1996), Evolutionary algorithms in theory and practice, for n coordinates.
 *
 * @example
 * ```ts
 * import { ackley, grad, tensor } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const origin = tensor([0, 0]);
 * assertAlmostEquals(ackley.f(origin).item(), 0, 1e-14);
 * assertEquals(grad(ackley.f)(origin).toArray(), [0, 0]);
 * ```
 */
export const ackley: TestFunction = {
  id: "ackley",
  revision: 1,
  formula: "20 + e − 20 exp(−0.2 √(Σ w_i² / n)) − exp(Σ cos(2πw_i) / n)",
  source: "Ackley (1987)",
  box: { low: [-5, -5], high: [5, 5] },
  minimum: { value: 0, points: [[0, 0]] },
  f(w) {
    const radius = w.square().mean().sqrt();
    const ripple = w.mul(2 * Math.PI).cos().mean();
    return radius.mul(-0.2).exp().mul(-20).sub(ripple.exp())
      .add(20 + Math.E);
  },
};
