import type { Tensor, TreeOf } from "../../autodiff/mod.ts";
import { flattenTree, type FlatTree } from "../../autodiff/trees.ts";
import {
  filledIn,
  isTrueOrFalse,
  type OfLeaves,
  pruned,
  valuesOfLeaves,
} from "../leaves.ts";
import type { StatefulTransformation } from "../stateful_transformation.ts";
import type { Transformation } from "../transformation.ts";

/**
 * A transformation of some of the parameters' updates: those of the others
 * keep their bits, and the transformation does not see them, so that a norm
 * over all tensors is one over those that are left. A transformation that keeps
 * something keeps nothing for the others.
 *
 * The mask is a function of the path, shape and dtype of each parameter, or a
 * tree like the parameters of `true` and `false`: weight decay of matrices
 * alone is `masked(weightDecay(λ), ({ shape }) => shape.length > 1)`. It is the
 * same as `masked` of optax, whose mask is a tree or a function of the tree.
 *
 * @param mask whether each parameter's updates are transformed.
 * @returns the same kind of transformation, whose `id` is that of the one
 * given behind the word masked, and which does not claim to be coordinatewise:
 * what is done to a coordinate depends on the parameter it is in. Its use throws
 * a `TypeError` where the mask is not true or false for a parameter.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   gradientDescent,
 *   masked,
 *   tensor,
 *   weightDecay,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   masked(weightDecay(0.5), ({ path }) => path !== ".bias"),
 * );
 * const params = { bias: tensor([4]), weight: tensor([4]) };
 * const grads = { bias: tensor([1]), weight: tensor([1]) };
 * const { step } = optimizer.step(grads, optimizer.init(params), params);
 * assertEquals(step.bias.toArray(), [1]);
 * assertEquals(step.weight.toArray(), [3]);
 * ```
 */
export function masked<T extends Transformation | StatefulTransformation>(
  transformation: T,
  mask: OfLeaves<boolean>,
): T {
  const { id, hyperparameters, table, traits } = transformation;
  const keepOf = (flat: FlatTree<unknown>) =>
    valuesOfLeaves("mask", mask, flat, isTrueOrFalse, "true or false");
  const described = {
    id: `masked ${id}`,
    hyperparameters,
    ...table && { table },
    // Which coordinates are transformed depends on the parameter they are in.
    traits: { ...traits, coordinatewise: false },
  };
  if ("apply" in transformation) {
    const { withHyperparameters } = transformation;
    const stateless: Transformation = {
      ...described,
      ...withHyperparameters && {
        withHyperparameters: (values) =>
          masked(withHyperparameters(values), mask),
      },
      apply(updates, context) {
        const part = partOf(updates, context.params, keepOf);
        const next = transformation.apply(
          part.updates,
          { ...context, params: part.params },
        );
        return part.whole(next);
      },
    };
    return stateless as T;
  }
  const { evaluationParams, withHyperparameters } = transformation;
  const stateful: StatefulTransformation = {
    ...described,
    ...withHyperparameters && {
      withHyperparameters: (values) =>
        masked(withHyperparameters(values), mask),
    },
    ...transformation.needs && { needs: transformation.needs },
    init: (params) =>
      transformation.init(partOf(params, params, keepOf).params),
    advance(updates, state, context) {
      const part = partOf(updates, context.params, keepOf);
      const next = transformation.advance(
        part.updates,
        state,
        { ...context, params: part.params },
      );
      return { updates: part.whole(next.updates), state: next.state };
    },
    ...evaluationParams !== undefined && {
      evaluationParams<P extends Tensor | TreeOf<P>>(
        state: Readonly<Record<string, unknown>>,
        params: P,
      ): P {
        const part = partOf(params, params, keepOf);
        return part.whole(evaluationParams(state, part.params));
      },
    },
  };
  return stateful as T;
}

/** What the transformation sees of a tree, and how the rest is put back. */
interface Part<P> {
  readonly updates: P;
  readonly params: P;
  whole(updates: P): P;
}

function partOf<P extends Tensor | TreeOf<P>>(
  updates: P,
  params: P,
  keepOf: (flat: FlatTree<unknown>) => boolean[],
): Part<P> {
  const flat = flattenTree("update", params);
  const own = flattenTree("update", updates);
  const keep = keepOf(flat);
  return {
    updates: pruned(flat, own.leaves, keep),
    params: pruned(flat, flat.leaves, keep),
    whole: (next) => filledIn(flat, next, keep, own.leaves),
  };
}
