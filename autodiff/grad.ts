import { filled } from "./graph.ts";
import { pullback } from "./pullback.ts";
import type { Tensor } from "./tensor.ts";
import {
  type Differentiable,
  floatLeaves,
  scalarResult,
  transformed,
} from "./transform.ts";
import type { TreeOf } from "./trees.ts";

/** The value of a function and its gradient, computed together. */
export interface ValueAndGrad<P> {
  /** The function's value: a scalar. */
  readonly value: Tensor;
  /** The gradient: a tree like the parameters. */
  readonly grad: P;
}

/**
 * The gradient of a scalar function, by reverse accumulation
 * (backpropagation).
 *
 * @param f a function of parameters (a tensor, or a tree of tensors of a float
 * dtype) and of anything else, which is held constant; returns a scalar.
 * @returns a function of the same arguments that returns a tree like the
 * parameters: the partial derivative by each element. Zeros where `f` does not
 * depend on a parameter. It can be differentiated again.
 * @throws {TypeError} if `f` does not return a float scalar, is async, or a
 * parameter is not a float tensor.
 * @see Rumelhart, Hinton, Williams (1986), Learning representations by
 * back-propagating errors.
 *
 * @example
 * ```ts
 * import { grad, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const slope = grad((x) => x.square().sum());
 * assertEquals(slope(tensor([1, -2])).toArray(), [2, -4]);
 * const third = grad(grad(grad((x) => x.mul(x).mul(x))));
 * assertEquals(third(tensor(5)).item(), 6);
 * ```
 */
export function grad<
  P extends Tensor | TreeOf<P> = Tensor,
  A extends unknown[] = [],
>(f: Differentiable<P, A, Tensor>): Differentiable<P, A, P> {
  return (parameters, ...rest) =>
    differentiate("grad", f, parameters, rest).grad;
}

/**
 * The value of a scalar function together with its gradient, at the price of
 * one forward and one backward pass.
 *
 * @param f as for {@linkcode grad}.
 * @returns a function of the same arguments that returns `{ value, grad }`.
 * @throws {TypeError} as {@linkcode grad} does.
 *
 * @example
 * ```ts
 * import { tensor, valueAndGrad } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { value, grad } = valueAndGrad((x) => x.square().sum())(tensor([3]));
 * assertEquals([value.item(), grad.toArray()], [9, [6]]);
 * ```
 */
export function valueAndGrad<
  P extends Tensor | TreeOf<P> = Tensor,
  A extends unknown[] = [],
>(f: Differentiable<P, A, Tensor>): Differentiable<P, A, ValueAndGrad<P>> {
  return (parameters, ...rest) =>
    differentiate("valueAndGrad", f, parameters, rest);
}

function differentiate<P, A extends unknown[]>(
  name: string,
  f: Differentiable<P, A, Tensor>,
  parameters: P,
  rest: A,
): ValueAndGrad<P> {
  const flat = floatLeaves(name, parameters);
  const run = transformed(name, f, flat, rest);
  const [value, ...gradients] = run((result, inputs, trace) => {
    const y = scalarResult(name, result);
    return [y, ...pullback(trace, [y], [filled([], y.dtype, 1)], inputs)];
  });
  return { value, grad: flat.rebuild(gradients) };
}
