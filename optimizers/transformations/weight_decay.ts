import { mapTree } from "../../autodiff/mod.ts";
import { type HyperparameterValue, nonNegative } from "../hyperparameters.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

const make = defineTransformation({
  id: "weight-decay",
  hyper: {
    decay: { range: nonNegative, symbol: "λ", doc: "the share of the weights" },
  },
  traits: { coordinatewise: true, odd: true },
  apply: (updates, { params }, { decay }) =>
    mapTree((u, w) => u.add(decay.mul(w)), updates, params),
});

/**
 * Adds λ·w to the updates, where λ is `decay` and w are the parameters before
 * the update. What that means is decided by its place in a
 * {@linkcode chain}:
 *
 * - before the optimizer it adds λ·w to the gradients, as the penalty
 *   (λ/2)·‖w‖² on the loss would (L2 regularisation; `weight_decay` of
 *   PyTorch's `SGD` and `Adam`). Adaptive rules rescale it with the rest.
 * - after the optimizer it adds λ·w to the step: the weights shrink by the
 *   factor 1 − λ beside the step (decoupled weight decay). λ is not multiplied
 *   by the learning rate: `chain(adam(), weightDecay(λ))` is algorithm 2 of the
 *   paper with η_t = 1, as {@linkcode adamw}. The λ′ of PyTorch's `AdamW` and
 *   of optax's `adamw` is multiplied by the rate: there λ = η·λ′. Where η is a
 *   schedule, give λ as one, t ↦ η(t)·λ′.
 *
 * With λ = 0 nothing but −0 changes, which becomes +0, while the weights are
 * finite.
 *
 * @param decay a number, a float64 tensor of shape `[]` or a schedule; per
 * step after the optimizer, else in the unit of gradients over weights.
 * @throws {TypeError} if `decay` is none of these.
 * @throws {RangeError} if `decay` is less than 0.
 * @see Loshchilov and Hutter (2019), Decoupled weight decay regularization.
 *
 * @example
 * ```ts
 * import { chain, gradientDescent, tensor, weightDecay } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rule = gradientDescent({ learningRate: 0.5 });
 * const [w, g] = [tensor([8]), tensor([2])];
 * const after = (optimizer: typeof rule) =>
 *   optimizer.update(g, optimizer.init(w), w).params.toArray();
 * assertEquals(after(chain(weightDecay(0.25), rule)), [6]); // 8 − ½·(2 + ¼·8)
 * assertEquals(after(chain(rule, weightDecay(0.25))), [5]); // 8 − (½·2 + ¼·8)
 * ```
 */
export function weightDecay(decay: HyperparameterValue): Transformation {
  return make({ decay });
}
