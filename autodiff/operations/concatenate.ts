import { allocate } from "../dtypes.ts";
import { apply, type TensorType, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import {
  formatShape,
  normalizeAxis,
  sameShape,
  type Shape,
  sizeOf,
  stridesOf,
} from "../shapes.ts";
import { alignBatch } from "./kinds/align_batch.ts";
import { unifyDTypes } from "./kinds/operands.ts";
import {
  type AxisAttributes,
  reducedShape,
  seenAlong,
} from "./kinds/reduction.ts";
import { slice } from "./slice.ts";

const operation: Operation<AxisAttributes> = {
  name: "concatenate",
  infer(inputs, { axis }) {
    const { shape, dtype } = inputs[0];
    const length = lengthOf(inputs, axis);
    return {
      shape: shape.map((other, i) => i === axis ? length : other),
      dtype,
    };
  },
  evaluate(inputs, { axis }, { shape, dtype }) {
    const { outer, length, inner } = seenAlong(shape, axis);
    const result = allocate(dtype, sizeOf(shape));
    let before = 0;
    for (const { shape, data } of inputs) {
      const block = shape[axis] * inner;
      for (let o = 0; o < outer; o++) {
        const from = data.subarray(o * block, (o + 1) * block);
        result.set(from, o * length * inner + before);
      }
      before += block;
    }
    return result;
  },
  compiled: {
    kind: "placement",
    place(inputs, index, { axis }, result) {
      const strides = stridesOf(result);
      const before = lengthOf(inputs.slice(0, index), axis);
      return { offset: before * strides[axis], strides };
    },
  },
  derivative(g, index, { inputs, attributes: { axis } }) {
    const { shape } = inputs[index];
    const before = lengthOf(inputs.slice(0, index), axis);
    const begin = shape.map((_, i) => i === axis ? before : 0);
    return slice(g, begin, shape.map((length, i) => begin[i] + length));
  },
  batch: (inputs, mapped, size, { axis }) =>
    apply(operation, alignBatch(inputs, mapped, size), { axis: axis + 1 }),
};

function lengthOf(inputs: readonly TensorType[], axis: number): number {
  return inputs.reduce((sum, { shape }) => sum + shape[axis], 0);
}

/**
 * Tensors joined one after the other along an axis that they have.
 *
 * @param values at least one tensor, of one dtype and rank, and of the same
 * shape but for the axis.
 * @param axis the axis along which to join; default: 0.
 * @throws {TypeError} if there is no tensor, or dtypes or shapes do not fit.
 * @throws {RangeError} for an axis that the tensors do not have.
 *
 * @example
 * ```ts
 * import { concatenate, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1], [2]]);
 * const b = tensor([[3, 4], [5, 6]]);
 * assertEquals(concatenate([a, b], 1).toArray(), [[1, 3, 4], [2, 5, 6]]);
 * ```
 */
export function concatenate(
  values: readonly Value[],
  axis: number = 0,
): Value {
  if (values.length === 0) {
    throw new TypeError("Cannot concatenate: there must be at least 1 tensor");
  }
  const inputs = unifyDTypes("concatenate", values);
  const shapes = inputs.map(({ shape }) => shape);
  const normal = normalizeAxis("concatenate", axis, shapes[0].length);
  const rest = (shape: Shape) => reducedShape(shape, [normal], true);
  if (!shapes.every((shape) => sameShape(rest(shape), rest(shapes[0])))) {
    throw new TypeError(
      `Cannot concatenate: shapes ${shapes.map(formatShape).join(" and ")} ` +
        `must be equal but for axis ${normal}`,
    );
  }
  return inputs.length === 1
    ? inputs[0]
    : apply(operation, inputs, { axis: normal });
}
