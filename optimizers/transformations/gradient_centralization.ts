import { mapTree } from "../../autodiff/mod.ts";
import { unitAxes } from "../norms.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

const make = defineTransformation({
  id: "gradient-centralization",
  hyper: {},
  traits: {
    coordinatewise: false,
    ignoresWeights: true,
    odd: true,
    degree: 1,
  },
  apply: (updates) =>
    mapTree((u) => {
      if (u.rank < 2) return u;
      return u.sub(u.mean({ axis: unitAxes(u), keepDims: true }));
    }, updates),
});

/**
 * Subtracts from the updates of each unit their mean, so that they sum to 0:
 * u − mean(u), for tensors of rank 2 and more; vectors and scalars keep their
 * bits.
 *
 * A unit is what makes one output: with x·W as here, a column of a matrix W, or
 * in general what the last axis counts, so that means go over all axes but the
 * last. Means are those of {@linkcode mean}, in the dtype of the updates. What
 * rounding leaves of the sum of n elements is at most about 2n·max|u| roundings
 * of 1, and a unit whose sum overflows becomes infinite. It is a projection:
 * done twice it is, but for rounding, what it is done once. Before gradient
 * descent it keeps the sum of each unit's weights.
 *
 * The paper writes W for matrices with a column for each output and takes means
 * of columns, as here. optax' `centralize` takes them over all axes but the
 * first, which fits weights as PyTorch keeps them.
 *
 * @see Yong, Huang, Hua, Zhang (2020), Gradient centralization: a new
 * optimization technique for deep neural networks, equation 1.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   gradientCentralization,
 *   gradientDescent,
 *   tensor,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientCentralization(),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const params = { w: tensor([[0, 0], [0, 0]]), b: tensor([0, 0]) };
 * const grads = { w: tensor([[1, 5], [3, 9]]), b: tensor([1, 2]) };
 * const { step } = optimizer.step(grads, optimizer.init(params), params);
 * assertEquals(step.w.toArray(), [[-1, -2], [1, 2]]);
 * assertEquals(step.b.toArray(), [1, 2]);
 * ```
 */
export function gradientCentralization(): Transformation {
  return make({});
}
