import { pullback } from "./pullback.ts";
import { unwrap } from "./handle.ts";
import { type Tensor, wrap } from "./tensor.ts";
import {
  callTraced,
  type Differentiable,
  floatLeaves,
  orZeros,
  runTransformed,
} from "./transform.ts";
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
    let result!: FlatTree<R>;
    const outputs = runTransformed("vjp", flat.leaves, (inputs, trace) => {
      const traced = flat.rebuild(inputs.map(wrap));
      result = flattenTree("vjp", callTraced("vjp", f, traced, ...rest));
      const given = flattenTree("vjp", cotangent);
      checkLeaves("vjp", "the cotangent", given, result);
      const ys = result.leaves.map((leaf) => unwrap("vjp", leaf));
      const gs = given.leaves.map((leaf) => unwrap("vjp", leaf));
      const grads = pullback(trace, ys, gs, inputs);
      return [...ys, ...grads.map((g, i) => orZeros(g, inputs[i]))];
    });
    const count = result.leaves.length;
    return {
      value: result.rebuild(outputs.slice(0, count)),
      grad: flat.rebuild(outputs.slice(count)),
    };
  };
}
