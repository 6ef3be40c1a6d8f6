import { mapTree } from "../../autodiff/mod.ts";
import { type HyperparameterValue, positive } from "../hyperparameters.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

const make = defineTransformation({
  id: "clip-by-value",
  hyper: {
    limit: { range: positive, symbol: "c", doc: "the greatest magnitude" },
  },
  traits: { coordinatewise: true, ignoresWeights: true, odd: true },
  apply: (updates, _context, { limit }) =>
    mapTree((u) => u.clip(limit.neg(), limit), updates),
});

/**
 * Holds each element of the updates between −c and c, where c is `limit`, in
 * the unit of the updates.
 *
 * What is between them keeps its bits. NaN stays NaN; an infinity becomes the
 * limit of its sign. The limit is rounded to the dtype of what it meets. The
 * derivative is that of {@linkcode clip}: 1 between the limits, 0 beyond. It
 * turns gradients in another direction; {@linkcode clipByGlobalNorm} does not.
 * The same as optax's `clip`, Keras's `clipvalue` and PyTorch's
 * `clip_grad_value_`.
 *
 * @param limit a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {TypeError} if `limit` is none of these.
 * @throws {RangeError} if `limit` is not greater than 0.
 *
 * @example
 * ```ts
 * import { chain, clipByValue, gradientDescent, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   clipByValue(0.5),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const w = tensor([0, 0]);
 * const g = tensor([-3, 0.25]);
 * const { params } = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(params.toArray(), [0.5, -0.25]);
 * ```
 */
export function clipByValue(limit: HyperparameterValue): Transformation {
  return make({ limit });
}
