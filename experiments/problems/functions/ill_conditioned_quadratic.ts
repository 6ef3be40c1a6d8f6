import { tensor } from "../../../autodiff/mod.ts";
import type { TestFunction } from "../test_function.ts";

const curvatures = tensor([1, 100]);

/**
 * An ill-conditioned bowl, a hundred times steeper along one axis than along
 * the other.
 *
 * f(x, y) = ½(x² + 100y²); its least value is 0, at (0, 0). The eigenvalues of
 * its Hessian are 1 and 100.
 *
 * @see Nesterov (2004), Introductory lectures on convex optimization, section
 * 2.1, for what the condition number costs.
 *
 * @example
 * ```ts
 * import { illConditionedQuadratic, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(illConditionedQuadratic.f(tensor([2, 1])).item(), 52);
 * ```
 */
export const illConditionedQuadratic: TestFunction = {
  id: "quadratic",
  revision: 1,
  formula: "½(x² + 100y²)",
  source: "Nesterov (2004)",
  box: { low: [-5, -5], high: [5, 5] },
  minimum: { value: 0, points: [[0, 0]] },
  f: (w) => w.square().mul(curvatures).sum().mul(0.5),
};
