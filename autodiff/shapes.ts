import { rangeError, typeError } from "./handle.ts";

/** The length of each axis, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** The shape of a scalar. */
export const scalarShape: Shape = Object.freeze([]);

/** The number of elements in a shape: the product of its axes, 1 for `[]`. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** Whether two shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) {
    if (a[axis] !== b[axis]) return false;
  }
  return true;
}

/** A shape as text: `[2, 3]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * Checks that every axis length is a whole number of at least 0.
 *
 * @throws {TypeError} for what is not an array.
 * @throws {RangeError} naming the first length that is not.
 */
export function checkShape(name: string, shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw typeError(name, "shape must be an array of axis lengths", shape);
  }
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `Cannot ${name}: an axis length must be a whole number of at least 0,` +
          ` current shape is ${formatShape(shape)}`,
      );
    }
  }
}

/**
 * An axis counted from the front; a negative one counts from the back.
 *
 * @throws {RangeError} if the shape has no such axis.
 */
export function normalizeAxis(
  name: string,
  axis: number,
  rank: number,
): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (rank === 0) {
    throw new RangeError(
      `Cannot ${name}: a tensor of rank 0 has no axes, current axis is ` +
        String(axis),
    );
  }
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank) {
    const right = `axis must be an integer in [${-rank}, ${rank}) for a tensor`;
    throw rangeError(name, `${right} of rank ${rank}`, axis);
  }
  return normal;
}

/**
 * Several axes counted from the front, ascending; all of them where none are
 * named.
 *
 * @throws {RangeError} if an axis is not there or named twice.
 */
export function normalizeAxes(
  name: string,
  axes: number | readonly number[] | undefined,
  rank: number,
): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list: readonly number[] = Array.isArray(axes) ? axes : [axes];
  const normal = list.map((axis) => normalizeAxis(name, axis, rank));
  normal.sort((a, b) => a - b);
  const twice = normal.find((axis, i) => i > 0 && axis === normal[i - 1]);
  if (twice !== undefined) {
    throw new RangeError(`Cannot ${name}: axis ${twice} is named twice`);
  }
  return normal;
}

/**
 * The shape that operands broadcast to by NumPy's rule: shapes are aligned at
 * their last axes, and an axis of length 1 (or a missing one) stretches.
 *
 * @throws {TypeError} naming the operation and all shapes.
 */
export function broadcastShapes(
  name: string,
  shapes: readonly Shape[],
): Shape {
  let whole = scalarShape;
  for (const shape of shapes) if (shape.length > whole.length) whole = shape;
  const fits = (shape: Shape) => shape.length === 0 || sameShape(shape, whole);
  if (shapes.every(fits)) return whole;
  const rank = whole.length;
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const offset = rank - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const length = shape[axis];
      const present = result[offset + axis];
      if (length === present || length === 1) continue;
      if (present !== 1) {
        const texts = shapes.map(formatShape).join(" and ");
        throw new TypeError(
          `Cannot ${name}: shapes ${texts} do not broadcast`,
        );
      }
      result[offset + axis] = length;
    }
  }
  return result;
}
