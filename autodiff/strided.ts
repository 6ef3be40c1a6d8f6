import type { View } from "./compiler/compiled_form.ts";
import { type Shape, sizeOf, stridesOf } from "./shapes.ts";

/**
 * Calls `visit(position, index)` for each element of `shape` in row-major
 * order, where `index` is `offset` plus the element's coordinates times
 * `strides`: where the element lies in another array.
 */
export function forEachStrided(
  shape: Shape,
  strides: readonly number[],
  offset: number,
  visit: (position: number, index: number) => void,
): void {
  const size = sizeOf(shape);
  const rank = shape.length;
  const coordinates = new Array<number>(rank).fill(0);
  let index = offset;
  for (let position = 0; position < size; position++) {
    visit(position, index);
    for (let axis = rank - 1; axis >= 0; axis--) {
      index += strides[axis];
      if (++coordinates[axis] < shape[axis]) break;
      index -= strides[axis] * shape[axis];
      coordinates[axis] = 0;
    }
  }
}

/**
 * Where in a tensor of `shape` the elements lie that begin at one index of
 * each axis and go on by a step.
 */
export function steppedView(
  shape: Shape,
  { begin, step }: {
    readonly begin: readonly number[];
    readonly step: readonly number[];
  },
): View {
  const strides = stridesOf(shape);
  return {
    offset: begin.reduce((sum, b, axis) => sum + b * strides[axis], 0),
    strides: strides.map((stride, axis) => stride * step[axis]),
  };
}
