import { pullback } from "./pullback.ts";
import type { Tensor } from "./tensor.ts";
import { type Differentiable, floatLeaves, transformed } from "./transform.ts";
import {
  checkLeaves,
  flattenTree,
  type FlatTree,
  type TreeOf,
} from "./trees.ts";

/** The value of a function and the product of a cotangent with its Jacobian. */
export interface ValueAndPullback<P, R> {
  /** The function's value. */
  readonly value: R;
  /** The cotangent times the Jacobian: a tree like the parameters. */
  readonly grad: P;
}

/**
 * The product of a cotangent with the Jacobian, from the left: reverse mode
 * for functions whose result is not a scalar.
 *
 * @param f a function of parameters, and of anything else, which is held
 * constant; returns a tensor or a tree of tensors of a float dtype.
 * @returns a function of the parameters, a cotangent (a tree like the result,
 * of the same shapes and dtypes) and the other arguments, that returns
 * `{ value, grad }`.
 * @throws {TypeError} if the cotangent is not like the result, `f` is async,
 * or a parameter is not a float tensor.
 *
 * @example
 * ```ts
 * import { tensor, vjp } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { grad } = vjp((x) => x.square())(tensor([1, 2]), tensor([1, 10]));
 * assertEquals(grad.toArray(), [2, 40]);
 * ```
 */
export function vjp<
  P extends Tensor | TreeOf<P> = Tensor,
  R extends Tensor | TreeOf<R> = Tensor,
  A extends unknown[] = [],
>(
  f: Differentiable<P, A, R>,
): (parameters: P, cotangent: R, ...rest: A) => ValueAndPullback<P, R> {
  return (parameters, cotangent, ...rest) => {
    const flat = floatLeaves("vjp", parameters);
    const run = transformed("vjp", f, flat, rest);
    const given = flattenTree("vjp", cotangent);
    let result!: FlatTree<R>;
    const outputs = run((value, inputs, trace) => {
      result = flattenTree("vjp", value);
      checkLeaves("vjp", "the cotangent", given, result);
      const ys = result.values;
      return [...ys, ...pullback(trace, ys, given.values, inputs)];
    });
    return {
      value: result.rebuild(outputs),
      grad: flat.rebuild(outputs.slice(result.leaves.length)),
    };
  };
}
