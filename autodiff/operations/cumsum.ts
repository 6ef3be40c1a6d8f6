import { rounded } from "../dtypes.ts";
import type { Value } from "../graph.ts";
import { normalizeAxis } from "../shapes.ts";
import { flip } from "./flip.ts";
import { checkNumeric } from "./kinds/dtype_checks.ts";
import { alongAxis } from "./kinds/reduction.ts";
import { reshape } from "./reshape.ts";

const operation = alongAxis("cumsum", {
  line: (dtype) => (from, first, step, length, to, at) => {
    let total = 0;
    for (let k = 0; k < length; k++) {
      total = rounded(dtype, total + from[first + k * step]);
      to[at + k * step] = total;
    }
  },
  running: true,
  derivative: (g, _x, axis) => flip(cumsum(flip(g, [axis]), axis), [axis]),
});

/**
 * The cumulative sum along an axis: element k of the result is the sum of the
 * elements 0 to k, added in ascending order from +0. Integers wrap.
 *
 * @param x a tensor of a float or integer dtype.
 * @param axis the axis to sum along; by default the elements are taken in
 * row-major order as one axis, and the result has rank 1.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * assertEquals(x.cumsum().toArray(), [1, 3, 6, 10]);
 * assertEquals(x.cumsum(0).toArray(), [[1, 2], [4, 6]]);
 * ```
 */
export function cumsum(x: Value, axis?: number): Value {
  checkNumeric("cumsum", x);
  if (axis === undefined) return cumsum(reshape(x, [-1]), 0);
  return operation(x, normalizeAxis("cumsum", axis, x.shape.length));
}
