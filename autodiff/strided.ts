import type { View } from "./compiler/compiled_form.ts";
import type { Data } from "./dtypes.ts";
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

/** Runs of fewer elements are copied one by one, which is as fast. */
const shortRun = 16;

/**
 * Copies elements from where a view of `shape` has them, in row-major order;
 * those of its last axes that lie side by side at once.
 */
export function copyStrided(
  from: Data,
  to: Data,
  shape: Shape,
  { strides, offset }: View,
): void {
  let [run, rank] = [1, shape.length];
  while (rank > 0 && strides[rank - 1] === run) run *= shape[--rank];
  if (run < shortRun) {
    forEachStrided(shape, strides, offset, (position, index) => {
      to[position] = from[index];
    });
    return;
  }
  const [outer, steps] = [shape.slice(0, rank), strides.slice(0, rank)];
  forEachStrided(outer, steps, offset, (position, index) => {
    to.set(from.subarray(index, index + run), position * run);
  });
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
