import { eye, zeros } from "./create.ts";
import { hessianProduct } from "./hvp.ts";
import type { Tensor } from "./tensor.ts";
import { type Differentiable, floatLeaves } from "./transform.ts";
import { flattenTree, type TreeOf } from "./trees.ts";
import { vmap } from "./vmap.ts";

/**
 * The second derivatives by every pair of parameters: for each leaf of `P` a
 * tree `Q` like the parameters. For one tensor, one tensor.
 */
export type HessianOf<P, Q = P> = P extends Tensor ? Q
  : { [K in keyof P]: HessianOf<P[K], Q> };

/**
 * The Hessian of a scalar function: all its second partial derivatives.
 *
 * @param f as for {@linkcode grad}.
 * @returns a function of the same arguments. For a parameter of shape `[…s]`,
 * it returns a tensor of shape `[…s, …s]`; for a tree, at each leaf of shape
 * `[…s]` a tree whose leaves have shapes `[…s, …t]`.
 * @throws {TypeError} as {@linkcode grad} does.
 *
 * @example
 * ```ts
 * import { hessian, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const product = hessian((x) => x.prod());
 * assertEquals(product(tensor([2, 3])).toArray(), [[0, 1], [1, 0]]);
 * ```
 */
export function hessian<
  P extends Tensor | TreeOf<P> = Tensor,
  A extends unknown[] = [],
>(
  f: Differentiable<P, A, Tensor>,
): (parameters: P, ...rest: A) => HessianOf<P> {
  const product = hessianProduct("hessian", f);
  return (parameters, ...rest) => {
    const flat = floatLeaves("hessian", parameters);
    const rows = flat.leaves.map((leaf, i) => {
      const row = vmap((direction: Tensor) => {
        const vector = flat.leaves.map((other, j) =>
          i === j ? direction : zeros(other.shape, other.dtype)
        );
        return product(parameters, flat.rebuild(vector), ...rest);
      });
      const basis = eye(leaf.size, leaf.dtype)
        .reshape([leaf.size, ...leaf.shape]);
      const products = flattenTree<P>("hessian", row(basis) as P);
      return flat.rebuild(
        products.leaves.map((block, j) =>
          block.reshape([...leaf.shape, ...flat.leaves[j].shape])
        ),
      );
    });
    return flat.rebuild(rows) as HessianOf<P>;
  };
}
