import type { Value } from "../graph.ts";
import { normalizeAxis, sizeOf } from "../shapes.ts";
import { checkIndices, gather } from "./kinds/gather.ts";
import { moveAxes } from "./kinds/move_axes.ts";
import { reshape } from "./reshape.ts";

/**
 * The elements at `indices` along an axis, as NumPy's `take`.
 *
 * Negative indices count from the back. The derivative is
 * {@link scatterAdd}.
 *
 * @param x a tensor of any dtype.
 * @param indices an int32 tensor of any shape.
 * @param axis the axis to take from; default: 0.
 * @returns a tensor that has the axes of `indices` in place of the axis.
 * @throws {TypeError} if `indices` is not int32.
 * @throws {RangeError} for an axis that `x` does not have, and, when it is
 * evaluated, for an index outside [-n, n), n the length of the axis.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4], [5, 6]]);
 * const indices = tensor([2, 0, -1], "int32");
 * assertEquals(x.take(indices).toArray(), [[5, 6], [1, 2], [5, 6]]);
 * assertEquals(x.take(tensor(1, "int32"), 1).toArray(), [2, 4, 6]);
 * ```
 */
export function take(x: Value, indices: Value, axis: number = 0): Value {
  checkIndices("take", indices);
  const normal = normalizeAxis("take", axis, x.shape.length);
  const front = moveAxes(x, normal, 1, 0);
  const [size, ...rest] = front.shape;
  const rows = gather(
    reshape(front, [1, size, sizeOf(rest)]),
    reshape(indices, [1, sizeOf(indices.shape)]),
    { size, name: "take", axis: normal },
  );
  const taken = reshape(rows, [...indices.shape, ...rest]);
  return moveAxes(taken, 0, indices.shape.length, normal);
}
