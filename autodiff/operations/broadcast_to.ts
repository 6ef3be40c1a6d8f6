import type { View } from "../compiler/compiled_form.ts";
import { allocate } from "../dtypes.ts";
import { apply, filled, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import {
  broadcastShapes,
  checkShape,
  formatShape,
  sameShape,
  type Shape,
  sizeOf,
  stridesOf,
} from "../shapes.ts";
import { gatherStrided } from "../strided.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum.ts";

const operation: Operation<{ readonly shape: Shape }> = {
  name: "broadcastTo",
  domain: [reals],
  infer([x], { shape }) {
    if (!sameShape(broadcastShapes("broadcastTo", [x.shape, shape]), shape)) {
      throw new TypeError(
        `Cannot broadcastTo: shape ${formatShape(x.shape)} does not stretch ` +
          `to ${formatShape(shape)}`,
      );
    }
    return { shape, dtype: x.dtype, weak: x.weak && shape.length === 0 };
  },
  evaluate([x], { shape }) {
    const result = allocate(x.dtype, sizeOf(shape));
    const { strides, offset } = view(x.shape, { shape });
    return gatherStrided(x.data, shape, strides, offset, result);
  },
  compiled: { kind: "view", view },
  derivative(g, _index, { inputs: [x] }) {
    const added = g.shape.length - x.shape.length;
    const axis = g.shape.flatMap((length, axis) =>
      length === x.shape[axis - added] ? [] : [axis]
    );
    return reshape(sum(g, { axis, keepDims: true }), x.shape);
  },
  batch([x], _mapped, size, { shape }) {
    const [, ...own] = x.shape;
    const added = new Array<number>(shape.length - own.length).fill(1);
    return broadcastTo(reshape(x, [size, ...added, ...own]), [size, ...shape]);
  },
};

/** Where the elements of the result lie in a tensor of shape `from`. */
function view(from: Shape, { shape }: { readonly shape: Shape }): View {
  const added = new Array<number>(shape.length - from.length).fill(0);
  const own = stridesOf(from).map((s, axis) => from[axis] === 1 ? 0 : s);
  return { offset: 0, strides: [...added, ...own] };
}

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
  if (x.shape.length > 0 || x.data === undefined) {
    return apply(operation, [x], { shape: [...shape] });
  }
  return filled(shape, x.dtype, x.data[0]);
}
