import type { Value } from "../graph.ts";
import { formatShape } from "../shapes.ts";
import { multiply } from "./multiply.ts";
import { reshape } from "./reshape.ts";

/**
 * The outer product of two vectors: each element of `a` times each of `b`.
 *
 * @param a a vector of a float or integer dtype, of length n.
 * @param b a vector of the same dtype, of length m.
 * @returns a tensor of shape [n, m].
 * @throws {TypeError} if they are not vectors of one dtype.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const product = tensor([1, 2]).outer(tensor([3, 4, 5]));
 * assertEquals(product.toArray(), [[3, 4, 5], [6, 8, 10]]);
 * ```
 */
export function outer(a: Value, b: Value): Value {
  if (a.shape.length !== 1 || b.shape.length !== 1) {
    throw new TypeError(
      `Cannot outer: shapes ${formatShape(a.shape)} and ` +
        `${formatShape(b.shape)} must be those of two vectors`,
    );
  }
  return multiply(reshape(a, [-1, 1]), reshape(b, [1, -1]));
}
