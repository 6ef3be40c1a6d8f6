import { filled } from "./graph.ts";
import { pullback } from "./pullback.ts";
import type { Tensor } from "./tensor.ts";
import {
  type Differentiable,
  floatLeaves,
  scalarResult,
  transformed,
} from "./transform.ts";
import { checkLeaves, flattenTree, type TreeOf } from "./trees.ts";

/**
 * The product of the Hessian of a scalar function with a vector, without the
 * Hessian: the gradient of ⟨∇f, v⟩ at constant v.
 *
 * @param f as for {@linkcode grad}.
 * @returns a function of the parameters, a vector (a tree like them, of the
 * same shapes and dtypes) and the other arguments, that returns a tree like
 * the parameters.
 * @throws {TypeError} if the vector is not like the parameters, and as
 * {@linkcode grad} does.
 * @see Pearlmutter (1994), Fast exact multiplication by the Hessian.
 *
 * @example
 * ```ts
 * import { hvp, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const cubes = (x: Tensor) => x.square().mul(x).sum();
 * assertEquals(hvp(cubes)(tensor([1, 2]), tensor([1, 1])).toArray(), [6, 12]);
 * ```
 */
export function hvp<
  P extends Tensor | TreeOf<P> = Tensor,
  A extends unknown[] = [],
>(
  f: Differentiable<P, A, Tensor>,
): (parameters: P, vector: P, ...rest: A) => P {
  return hessianProduct("hvp", f);
}

/** {@linkcode hvp} on behalf of `name`, for messages. */
export function hessianProduct<P, A extends unknown[]>(
  name: string,
  f: Differentiable<P, A, Tensor>,
): (parameters: P, vector: P, ...rest: A) => P {
  return (parameters, vector, ...rest) => {
    const flat = floatLeaves(name, parameters);
    const run = transformed(name, f, flat, rest);
    const along = flattenTree(name, vector);
    checkLeaves(name, "the vector", along, flat);
    const products = run((result, inputs, trace) => {
      const y = scalarResult(name, result);
      const first = pullback(trace, [y], [filled([], y.dtype, 1)], inputs);
      return pullback(trace, first, along.values, inputs);
    });
    return flat.rebuild(products);
  };
}
