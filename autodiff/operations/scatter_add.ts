import { checkCount } from "../check_integer.ts";
import type { Value } from "../graph.ts";
import { formatShape, normalizeAxis, sameShape, sizeOf } from "../shapes.ts";
import { checkNumeric } from "./kinds/dtype_checks.ts";
import { checkIndices, scatter } from "./kinds/gather.ts";
import { moveAxes } from "./kinds/move_axes.ts";
import { reshape } from "./reshape.ts";

/**
 * The reverse of {@link take}: zeros of length `size` along an axis, to which
 * each element of `x` is added at its index, in ascending order of the
 * position among the indices. Integers wrap.
 *
 * Negative indices count from the back. The derivative is {@link take}.
 *
 * @param x a tensor of a float or integer dtype that has the axes of
 * `indices` in place of the axis.
 * @param indices an int32 tensor.
 * @param size the length of the axis in the result.
 * @param axis the axis of the result that the indices count in; default: 0.
 * @throws {TypeError} if `indices` is not int32, if `x` is `bool`, or if its
 * shape lacks the axes of `indices`.
 * @throws {RangeError} if `size` is not a whole number, for an axis that the
 * result does not have, and, when it is evaluated, for an index outside
 * [-size, size).
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const indices = tensor([2, 0, 2], "int32");
 * const x = tensor([1, 2, 3]);
 * assertEquals(x.scatterAdd(indices, 4).toArray(), [2, 0, 4, 0]);
 * ```
 */
export function scatterAdd(
  x: Value,
  indices: Value,
  size: number,
  axis: number = 0,
): Value {
  checkIndices("scatterAdd", indices);
  checkCount("scatterAdd", "size", size);
  checkNumeric("scatterAdd", x);
  const rank = indices.shape.length;
  const missing = () =>
    new TypeError(
      `Cannot scatterAdd: shape ${formatShape(x.shape)} must have the axes ` +
        `of the indices, ${formatShape(indices.shape)}, in place of axis ` +
        axis,
    );
  if (x.shape.length < rank) throw missing();
  const normal = normalizeAxis("scatterAdd", axis, x.shape.length - rank + 1);
  const own = x.shape.slice(normal, normal + rank);
  if (!sameShape(own, indices.shape)) throw missing();
  const front = moveAxes(x, normal, rank, 0);
  const rest = front.shape.slice(rank);
  const count = sizeOf(own);
  const rows = scatter(
    reshape(front, [1, count, sizeOf(rest)]),
    reshape(indices, [1, count]),
    { size, name: "scatterAdd", axis: normal },
  );
  return moveAxes(reshape(rows, [size, ...rest]), 0, 1, normal);
}
