import { allocate } from "../../dtypes.ts";
import { apply, type Value } from "../../graph.ts";
import type { Operation } from "../../operation.ts";
import { type Shape, sizeOf } from "../../shapes.ts";
import { forEachStrided, steppedView } from "../../strided.ts";
import { slice } from "../slice.ts";

/** Where elements go in a larger tensor, and what surrounds them. */
export interface Placement {
  /** The shape of the larger tensor. */
  readonly shape: Shape;
  /** For each axis, the index at which the first element lies. */
  readonly begin: readonly number[];
  /** For each axis, how far apart neighbours come to lie. */
  readonly step: readonly number[];
  /** The element everywhere else. */
  readonly value: number;
}

const operation: Operation<Placement> = {
  name: "pad",
  infer: ([x], { shape }) => ({ shape, dtype: x.dtype }),
  evaluate([x], placement, { shape, dtype }) {
    const { strides, offset } = steppedView(shape, placement);
    const result = allocate(dtype, sizeOf(shape)).fill(placement.value);
    forEachStrided(x.shape, strides, offset, (position, index) => {
      result[index] = x.data[position];
    });
    return result;
  },
  compiled: {
    kind: "placement",
    place: (_inputs, _index, placement) =>
      steppedView(placement.shape, placement),
    fill: ({ value }) => value,
  },
  derivative(g, _index, { inputs: [x], attributes: { begin, step } }) {
    const end = begin.map((b, axis) => b + x.shape[axis] * step[axis]);
    return slice(g, begin, end, step);
  },
  batch: ([x], _mapped, size, { shape, begin, step, value }) =>
    place(x, {
      shape: [size, ...shape],
      begin: [0, ...begin],
      step: [1, ...step],
      value,
    }),
};

/** Puts the elements of `x` into a larger tensor: the reverse of a slice. */
export function place(x: Value, placement: Placement): Value {
  return apply(operation, [x], placement);
}
