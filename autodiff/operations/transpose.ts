import type { Value } from "../graph.ts";
import { typeError } from "../handle.ts";
import { formatShape, normalizeAxes, stridesOf } from "../shapes.ts";
import { viewing } from "./kinds/viewing.ts";

const operation = viewing<{ readonly axes: readonly number[] }>("transpose", {
  shape: (from, { axes }) => axes.map((axis) => from[axis]),
  view(from, { axes }) {
    const strides = stridesOf(from);
    return { offset: 0, strides: axes.map((axis) => strides[axis]) };
  },
  derivative: (g, _from, { axes }) =>
    transpose(g, axes.map((_, axis) => axes.indexOf(axis))),
  batch: (x, { axes }) => transpose(x, [0, ...axes.map((axis) => axis + 1)]),
});

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
  if (!Array.isArray(axes)) {
    throw typeError("transpose", "axes must be an array", axes);
  }
  if (normalizeAxes("transpose", axes, rank).length !== rank) {
    throw new TypeError(
      `Cannot transpose: every axis of shape ${formatShape(x.shape)} must be ` +
        `named once, current axes are ${formatShape(axes)}`,
    );
  }
  const normal = axes.map((axis) => axis < 0 ? axis + rank : axis);
  const moved = normal.some((axis, i) => axis !== i);
  return moved ? operation(x, { axes: normal }) : x;
}
