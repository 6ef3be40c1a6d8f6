import { type HyperparameterValue, positive } from "../hyperparameters.ts";
import { clipToNorm } from "../norms.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

const make = defineTransformation({
  id: "clip-by-global-norm",
  hyper: {
    maxNorm: { range: positive, symbol: "c", doc: "the greatest norm" },
  },
  traits: { coordinatewise: false, ignoresWeights: true, odd: true },
  apply: (updates, _context, { maxNorm }) => clipToNorm(updates, maxNorm),
});

/**
 * Scales the updates down where their norm is greater than c, which is
 * `maxNorm`, in the unit of the updates: u·min(1, c/‖u‖), where ‖u‖ is the
 * Euclidean norm of all elements of all tensors of the tree together.
 *
 * The formula is (u/‖u‖)·c, as in optax. Where the greatest magnitude m of all
 * elements is above 10¹⁴⁰ or below 10⁻¹⁴⁰, u and ‖u‖ are first divided by 2⁵⁶⁰
 * or 2⁻⁵⁶⁰: so the norm neither overflows nor underflows. That is exact, but
 * for elements below 10⁻²⁷⁹·m beside a huge one. Norms are taken in float64 for
 * all dtypes, and a scaled float32 tensor is rounded once. Sums are those of
 * {@linkcode sum}, tensor by tensor in the order of the tree.
 *
 * - Updates whose norm is at most c keep their bits, as zeros do. The norm of n
 *   elements is known to (n + 2)·2⁻⁵⁴ of itself, to first order: what is as
 *   near to c as that may fall on either side.
 * - Scaled updates have a norm of at most c·(1 + (n + 6)·2⁻⁵⁴), to first
 *   order, apart from subnormal ones; in float32 1 + 2⁻²⁴ times as much.
 * - Nothing that is not finite is hidden. One NaN makes all elements NaN; an
 *   infinite element becomes NaN, and beside it finite ones 0: the same as in
 *   PyTorch and optax.
 * - The derivative is that of the scaled or the unscaled updates, whichever
 *   they are; of zeros it is the identity.
 *
 * PyTorch's `clip_grad_norm_` multiplies by min(1, c/(‖u‖ + 10⁻⁶)): what it
 * clips ends a little below c, and what is less than 10⁻⁶ below c is scaled as
 * well. optax's `clip_by_global_norm` squares the elements as they are, in their
 * dtype: float32 gradients beyond 1.8·10¹⁹ have an infinite norm there and
 * become 0.
 *
 * @param maxNorm a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {TypeError} if `maxNorm` is none of these.
 * @throws {RangeError} if `maxNorm` is not greater than 0.
 * @see Pascanu, Mikolov, Bengio (2013), On the difficulty of training recurrent
 * neural networks, algorithm 1.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   clipByGlobalNorm,
 *   gradientDescent,
 *   tensor,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   clipByGlobalNorm(2.5),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const params = { w: tensor([0]), b: tensor(0) };
 * const grads = { w: tensor([3]), b: tensor(4) }; // of norm 5
 * const { step } = optimizer.step(grads, optimizer.init(params), params);
 * assertEquals([step.w.toArray(), step.b.item()], [[1.5], 2]);
 * ```
 */
export function clipByGlobalNorm(maxNorm: HyperparameterValue): Transformation {
  return make({ maxNorm });
}
