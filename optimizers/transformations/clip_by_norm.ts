import { mapTree } from "../../autodiff/mod.ts";
import { type HyperparameterValue, positive } from "../hyperparameters.ts";
import { clipToNorm } from "../norms.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

const make = defineTransformation({
  id: "clip-by-norm",
  hyper: {
    maxNorm: { range: positive, symbol: "c", doc: "the greatest norm" },
  },
  traits: { coordinatewise: false, ignoresWeights: true, odd: true },
  apply: (updates, _context, { maxNorm }) =>
    mapTree((u) => clipToNorm(u, maxNorm), updates),
});

/**
 * Scales each tensor of the updates down where its own norm is greater than c,
 * which is `maxNorm`, in the unit of the updates: u·min(1, c/‖u‖), where ‖u‖ is
 * the Euclidean norm of the elements of that tensor alone.
 *
 * Each tensor is what {@linkcode clipByGlobalNorm} makes of it when it is the
 * only one, in every bit: norms neither over- nor underflow, what fits keeps
 * its bits, and an element that is not finite stays to be seen, in its tensor.
 * The direction of each tensor's updates stays, that of all together does not.
 *
 * Keras's `clipnorm` is the same rule, and divides by the norm at the end. optax
 * has `clip_by_block_rms`, whose threshold is for ‖u‖/√n.
 *
 * @param maxNorm a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {TypeError} if `maxNorm` is none of these.
 * @throws {RangeError} if `maxNorm` is not greater than 0.
 * @see Pascanu, Mikolov, Bengio (2013), On the difficulty of training recurrent
 * neural networks, algorithm 1.
 *
 * @example
 * ```ts
 * import { chain, clipByNorm, gradientDescent, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   clipByNorm(2.5),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const params = { w: tensor([0, 0]), b: tensor(0) };
 * const grads = { w: tensor([3, 4]), b: tensor(2) }; // of norm 5 and 2
 * const { step } = optimizer.step(grads, optimizer.init(params), params);
 * assertEquals([step.w.toArray(), step.b.item()], [[1.5, 2], 2]);
 * ```
 */
export function clipByNorm(maxNorm: HyperparameterValue): Transformation {
  return make({ maxNorm });
}
