import type { TestFunction } from "../test_function.ts";

/**
 * Styblinski and Tang's function: a minimum in each quadrant, of which one is
 * the least.
 *
 * f(w) = ½ Σ w_i⁴ − 16w_i² + 5w_i; the least value is −39.166…·n, where every
 * coordinate is −2.9035…, the least root of 4w³ − 32w + 5. The other minima
 * have some coordinates at 2.7468…, and are 14.137 higher for each.
 *
 * @see Styblinski and Tang (1990), Experiments in nonconvex optimization:
 * stochastic approximation with function smoothing and simulated annealing.
 *
 * @example
 * ```ts
 * import { styblinskiTang, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(styblinskiTang.f(tensor([-3, 2])).item(), -58);
 * ```
 */
export const styblinskiTang: TestFunction = {
  id: "styblinski-tang",
  revision: 1,
  formula: "½ Σ w_i⁴ − 16w_i² + 5w_i",
  source: "Styblinski and Tang (1990)",
  box: { low: [-5, -5], high: [5, 5] },
  minimum: {
    value: -78.33233140754282,
    points: [[-2.903534027771177, -2.903534027771177]],
  },
  f(w) {
    const squares = w.square();
    return squares.square().sub(squares.mul(16)).add(w.mul(5))
      .sum().mul(0.5);
  },
};
