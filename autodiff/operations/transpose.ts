import type { View } from "../compiler/compiled_form.ts";
import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import {
  formatShape,
  normalizeAxes,
  type Shape,
  sizeOf,
  stridesOf,
} from "../shapes.ts";
import { gatherStrided } from "../strided.ts";

const operation: Operation<{ readonly axes: readonly number[] }> = {
  name: "transpose",
  domain: [reals],
  infer: ([x], { axes }) => ({
    shape: axes.map((axis) => x.shape[axis]),
    dtype: x.dtype,
    weak: false,
  }),
  evaluate([x], attributes, { shape, dtype }) {
    const { strides, offset } = view(x.shape, attributes);
    const result = allocate(dtype, sizeOf(shape));
    return gatherStrided(x.data, shape, strides, offset, result);
  },
  compiled: { kind: "view", view },
  derivative: (g, _index, { attributes: { axes } }) =>
    transpose(g, axes.map((_, axis) => axes.indexOf(axis))),
  batch: ([x], _mapped, _size, { axes }) =>
    transpose(x, [0, ...axes.map((axis) => axis + 1)]),
};

/** Where the elements of the result lie in a tensor of shape `from`. */
function view(
  from: Shape,
  { axes }: { readonly axes: readonly number[] },
): View {
  const strides = stridesOf(from);
  return { offset: 0, strides: axes.map((axis) => strides[axis]) };
}

/**
 * The tensor with its axes in another order.
 *
 * @param x a tensor of any dtype.
 * @param axes for each axis of the result, the axis of `x` that it is;
 * default: all axes reversed.
 * @throws {TypeError} if an axis is left out.
 * @throws {RangeError} if an axis is not there or named twice.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.transpose().toArray(), [[1, 4], [2, 5], [3, 6]]);
 * ```
 */
export function transpose(x: Value, axes?: readonly number[]): Value {
  const rank = x.shape.length;
  if (axes === undefined) {
    axes = Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  }
  if (normalizeAxes("transpose", axes, rank).length !== rank) {
    throw new TypeError(
      `Cannot transpose: every axis of shape ${formatShape(x.shape)} must be ` +
        `named once, current axes are ${formatShape(axes)}`,
    );
  }
  const normal = axes.map((axis) => axis < 0 ? axis + rank : axis);
  if (normal.every((axis, i) => axis === i)) return x;
  return apply(operation, [x], { axes: normal });
}
