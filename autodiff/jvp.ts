import { pullback } from "./pullback.ts";
import type { Tensor } from "./tensor.ts";
import { type Differentiable, floatLeaves, transformed } from "./transform.ts";
import {
  checkLeaves,
  flattenTree,
  type FlatTree,
  type TreeOf,
} from "./trees.ts";

/** The value of a function and its derivative in one direction. */
export interface ValueAndTangent<R> {
  /** The function's value. */
  readonly value: R;
  /** The Jacobian times the direction: a tree like the value. */
  readonly tangent: R;
}

/**
 * The derivative of a function in one direction: the Jacobian times a vector.
 *
 * It is made of two reverse passes: the pullback u ↦ uᵀJ is linear in u, and
 * its own pullback at v is J·v. So an operation needs no second rule.
 *
 * @param f a function of parameters, and of anything else, which is held
 * constant; returns a tensor or a tree of tensors of a float dtype.
 * @returns a function of the parameters, a direction (a tree like them, of the
 * same shapes and dtypes) and the other arguments, that returns
 * `{ value, tangent }`.
 * @throws {TypeError} if the direction is not like the parameters, `f` is
 * async, or a parameter is not a float tensor.
 * @see Townsend (2017), A new trick for calculating Jacobian vector products.
 *
 * @example
 * ```ts
 * import { jvp, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { tangent } = jvp((x) => x.square())(tensor([1, 2]), tensor([1, 0]));
 * assertEquals(tangent.toArray(), [2, 0]);
 * ```
 */
export function jvp<
  P extends Tensor | TreeOf<P> = Tensor,
  R extends Tensor | TreeOf<R> = Tensor,
  A extends unknown[] = [],
>(
  f: Differentiable<P, A, R>,
): (parameters: P, direction: P, ...rest: A) => ValueAndTangent<R> {
  return (parameters, direction, ...rest) => {
    const flat = floatLeaves("jvp", parameters);
    const run = transformed("jvp", f, flat, rest);
    const along = flattenTree("jvp", direction);
    checkLeaves("jvp", "the direction", along, flat);
    let result!: FlatTree<R>;
    const outputs = run((value, inputs, trace) => {
      result = flattenTree("jvp", value);
      const ys = result.values;
      const us = ys.map((y) => trace.record(y));
      const pulled = pullback(trace, ys, us, inputs);
      return [...ys, ...pullback(trace, pulled, along.values, us)];
    });
    return {
      value: result.rebuild(outputs),
      tangent: result.rebuild(outputs.slice(result.leaves.length)),
    };
  };
}
