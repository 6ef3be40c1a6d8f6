import { mapTree, type Tensor, where } from "../../autodiff/mod.ts";
import { type HyperparameterValue, positive } from "../hyperparameters.ts";
import { unitsOf } from "../norms.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

/** The options of {@linkcode adaptiveGradientClipping}. */
export interface AdaptiveGradientClippingOptions {
  /** λ, the greatest ratio of the norms of a unit's updates and weights. */
  readonly clipping: HyperparameterValue;
  /** ε, the least norm that a unit's weights count for. Default: 0.001. */
  readonly epsilon?: HyperparameterValue;
}

const make = defineTransformation({
  id: "adaptive-gradient-clipping",
  hyper: {
    clipping: { range: positive, symbol: "λ", doc: "the greatest ratio" },
    epsilon: {
      range: positive,
      symbol: "ε",
      doc: "the least norm of weights",
      default: 1e-3,
    },
  },
  traits: { coordinatewise: false, odd: true },
  apply: (updates, { params }, { clipping, epsilon }) =>
    mapTree((u, w) => clip(u, w, clipping, epsilon), updates, params),
});

function clip(u: Tensor, w: Tensor, clipping: Tensor, epsilon: Tensor): Tensor {
  if (u.size === 0) return u;
  const { norm, direction } = unitsOf(u);
  const limit = unitsOf(w).norm.maximum(epsilon).mul(clipping);
  const clipped = direction.mul(limit).cast(u.dtype);
  return where(norm.lessEqual(limit), u, clipped);
}

/**
 * Scales the updates of each unit down where their norm is too great beside
 * that of the unit's weights (AGC): u becomes λ·max(‖w‖, ε)·u/‖u‖ where
 * ‖u‖ > λ·max(‖w‖, ε), with w the weights before the update, λ `clipping` and ε
 * `epsilon`, in the unit of the weights.
 *
 * A unit is what makes one output: with x·W as here, a column of a matrix W, or
 * in general what the last axis counts, so that norms go over all axes but the
 * last. A vector or a scalar is one unit. Norms are taken in float64 for all
 * dtypes and neither over- nor underflow, as in {@linkcode clipByGlobalNorm};
 * units that fit keep their bits, and one that is not finite stays to be seen.
 * The paper does not clip the last layer of a classifier: use
 * {@linkcode masked}.
 *
 * optax' `adaptive_grad_clip` takes a tensor of rank 3 as one of attention
 * heads, and its norms over the first axis alone; it takes max(‖u‖, 10⁻⁶) for
 * ‖u‖. Weights as PyTorch keeps them have units along their first axis.
 *
 * @throws {TypeError} for an unknown or missing option, or a value that is not
 * a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `clipping` or `epsilon` is not greater than 0.
 * @see Brock, De, Smith, Simonyan (2021), High-performance large-scale image
 * recognition without normalization, equation 3.
 *
 * @example
 * ```ts
 * import {
 *   adaptiveGradientClipping,
 *   chain,
 *   gradientDescent,
 *   tensor,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   adaptiveGradientClipping({ clipping: 0.5 }),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const w = tensor([[3, 0.6], [4, 0.8]]); // columns of norm 5 and 1
 * const g = tensor([[6, 0], [8, 0.25]]); // of norm 10 and ¼
 * const { step } = optimizer.step(g, optimizer.init(w), w);
 * assertEquals(step.toArray(), [[1.5, 0], [2, 0.25]]);
 * ```
 */
export function adaptiveGradientClipping(
  options: AdaptiveGradientClippingOptions,
): Transformation {
  return make(options as Required<AdaptiveGradientClippingOptions>);
}
