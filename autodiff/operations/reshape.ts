import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import {
  checkShape,
  formatShape,
  sameShape,
  type Shape,
  sizeOf,
} from "../shapes.ts";

const operation: Operation<{ readonly shape: Shape }> = {
  name: "reshape",
  infer([x], { shape }) {
    checkShape("reshape", shape);
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new TypeError(
        `Cannot reshape: shape ${formatShape(x.shape)} has ` +
          `${sizeOf(x.shape)} elements and ${formatShape(shape)} has ` +
          `${sizeOf(shape)}`,
      );
    }
    return { shape, dtype: x.dtype, weak: x.weak && shape.length === 0 };
  },
  evaluate: ([x]) => x.data,
  compiled: { kind: "same" },
  derivative: (g, _index, { inputs: [x] }) => reshape(g, x.shape),
  batch: ([x], _mapped, size, { shape }) => reshape(x, [size, ...shape]),
};

/**
 * The same elements, in row-major order, under another shape.
 *
 * @param x a tensor of any dtype.
 * @param shape the new shape, of as many elements; an axis may be -1, and is
 * then what is left.
 * @throws {TypeError} if the numbers of elements differ.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.reshape([3, 2]).toArray(), [[1, 2], [3, 4], [5, 6]]);
 * assertEquals(x.reshape([-1]).toArray(), [1, 2, 3, 4, 5, 6]);
 * ```
 */
export function reshape(x: Value, shape: Shape): Value {
  const whole = inferAxis(x.shape, shape);
  return sameShape(x.shape, whole)
    ? x
    : apply(operation, [x], { shape: whole });
}

function inferAxis(from: Shape, to: Shape): Shape {
  if (!Array.isArray(to)) checkShape("reshape", to);
  const open = to.indexOf(-1);
  if (open < 0) return [...to];
  const rest = sizeOf(to.filter((_, i) => i !== open));
  const length = sizeOf(from) / rest;
  if (to.lastIndexOf(-1) !== open || !Number.isInteger(length)) {
    throw new TypeError(
      `Cannot reshape: shape ${formatShape(from)} does not fill ` +
        `${formatShape(to)}; one axis alone may be -1, and the others must ` +
        `divide the number of elements`,
    );
  }
  return to.map((axis, i) => i === open ? length : axis);
}
