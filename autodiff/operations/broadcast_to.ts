import { filled, type Value } from "../graph.ts";
import {
  broadcastShapes,
  checkShape,
  formatShape,
  sameShape,
  type Shape,
  stridesOf,
} from "../shapes.ts";
import { viewing } from "./kinds/viewing.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum.ts";

const operation = viewing<{ readonly shape: Shape }>("broadcastTo", {
  shape: (_from, { shape }) => shape,
  view(from, { shape }) {
    const added = new Array<number>(shape.length - from.length).fill(0);
    const own = stridesOf(from).map((s, axis) => from[axis] === 1 ? 0 : s);
    return { offset: 0, strides: [...added, ...own] };
  },
  derivative(g, from, { shape }) {
    const added = shape.length - from.length;
    const axis = shape.flatMap((length, axis) =>
      length === from[axis - added] ? [] : [axis]
    );
    return reshape(sum(g, { axis, keepDims: true }), from);
  },
  batch(x, { shape }, size) {
    const [, ...own] = x.shape;
    const added = new Array<number>(shape.length - own.length).fill(1);
    return broadcastTo(reshape(x, [size, ...added, ...own]), [size, ...shape]);
  },
});

/**
 * The tensor stretched to a shape by NumPy's rule: shapes are aligned at their
 * last axes; axes of length 1, and missing ones in front, repeat.
 *
 * @param x a tensor of any dtype.
 * @param shape the shape to reach.
 * @throws {TypeError} if the tensor does not stretch to it.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const row = tensor([1, 2]);
 * assertEquals(row.broadcastTo([3, 2]).toArray(), [[1, 2], [1, 2], [1, 2]]);
 * ```
 */
export function broadcastTo(x: Value, shape: Shape): Value {
  checkShape("broadcastTo", shape);
  if (sameShape(x.shape, shape)) return x;
  if (x.shape.length === 0 && x.data !== undefined) {
    return filled(shape, x.dtype, x.data[0]);
  }
  if (!sameShape(broadcastShapes("broadcastTo", [x.shape, shape]), shape)) {
    throw new TypeError(
      `Cannot broadcastTo: shape ${formatShape(x.shape)} does not stretch to ` +
        formatShape(shape),
    );
  }
  return operation(x, { shape: [...shape] });
}
