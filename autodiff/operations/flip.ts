import type { Value } from "../graph.ts";
import { normalizeAxes, stridesOf } from "../shapes.ts";
import { viewing } from "./kinds/viewing.ts";

const operation = viewing<{ readonly axes: readonly number[] }>("flip", {
  shape: (from) => from,
  view(from, { axes }) {
    const strides = stridesOf(from);
    let offset = 0;
    for (const axis of axes) {
      offset += (from[axis] - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return { offset, strides };
  },
  derivative: (g, _from, { axes }) => flip(g, axes),
  batch: (x, { axes }) => flip(x, axes.map((axis) => axis + 1)),
});

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
  return normal.length === 0 ? x : operation(x, { axes: normal });
}
