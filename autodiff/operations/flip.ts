import type { View } from "../compiler/compiled_form.ts";
import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { normalizeAxes, type Shape, sizeOf, stridesOf } from "../shapes.ts";
import { gatherStrided } from "../strided.ts";

const operation: Operation<{ readonly axes: readonly number[] }> = {
  name: "flip",
  domain: [reals],
  infer: ([x]) => ({ shape: x.shape, dtype: x.dtype, weak: false }),
  evaluate([x], attributes, { shape, dtype }) {
    const { strides, offset } = view(shape, attributes);
    const result = allocate(dtype, sizeOf(shape));
    return gatherStrided(x.data, shape, strides, offset, result);
  },
  compiled: { kind: "view", view },
  derivative: (g, _index, { attributes: { axes } }) => flip(g, axes),
  batch: ([x], _mapped, _size, { axes }) =>
    flip(x, axes.map((axis) => axis + 1)),
};

/** Where the elements of the result lie in a tensor of the same shape. */
function view(
  shape: Shape,
  { axes }: { readonly axes: readonly number[] },
): View {
  const strides = stridesOf(shape);
  let offset = 0;
  for (const axis of axes) {
    offset += (shape[axis] - 1) * strides[axis];
    strides[axis] = -strides[axis];
  }
  return { offset, strides };
}

/**
 * The tensor with the elements along some axes in reverse order.
 *
 * @param x a tensor of any dtype.
 * @param axes the axes to reverse; default: all.
 * @throws {RangeError} if an axis is not there or named twice.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.flip().toArray(), [[6, 5, 4], [3, 2, 1]]);
 * assertEquals(x.flip([1]).toArray(), [[3, 2, 1], [6, 5, 4]]);
 * ```
 */
export function flip(x: Value, axes?: readonly number[]): Value {
  const normal = normalizeAxes("flip", axes, x.shape.length);
  return normal.length === 0 ? x : apply(operation, [x], { axes: normal });
}
