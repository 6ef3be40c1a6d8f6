import type { Value } from "../graph.ts";
import { formatShape } from "../shapes.ts";
import { multiply } from "./multiply.ts";
import { sum } from "./sum.ts";

/**
 * The scalar product of two vectors: the sum, in the order of {@link sum}, of
 * the products of their elements. ({@link matmul} of two vectors adds in
 * ascending order, so that its last bits may differ.)
 *
 * @param a a vector of a float or integer dtype.
 * @param b a vector of the same dtype and length.
 * @returns a scalar.
 * @throws {TypeError} if they are not vectors of one length and dtype.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1, 2, 3]).dot(tensor([4, 5, 6])).item(), 32);
 * ```
 */
export function dot(a: Value, b: Value): Value {
  const vectors = a.shape.length === 1 && b.shape.length === 1;
  if (!vectors || a.shape[0] !== b.shape[0]) {
    throw new TypeError(
      `Cannot dot: shapes ${formatShape(a.shape)} and ` +
        `${formatShape(b.shape)} must be those of two vectors of one length`,
    );
  }
  return sum(multiply(a, b));
}
