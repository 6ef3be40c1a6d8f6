import { pushElement } from "../compiler/emit/elements.ts";
import { allocate, type DType } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { constant, type Operation, reals } from "../operation.ts";
import { checkShape, sizeOf } from "../shapes.ts";
import { checkIndices } from "./kinds/gather.ts";

interface OneHotAttributes {
  readonly depth: number;
  readonly dtype: DType;
}

const operation: Operation<OneHotAttributes> = {
  name: "oneHot",
  domain: [reals],
  infer: ([{ shape }], { depth, dtype }) => ({
    shape: [...shape, depth],
    dtype,
    weak: false,
  }),
  evaluate([indices], { depth }, { shape, dtype }) {
    const result = allocate(dtype, sizeOf(shape));
    indices.data.forEach((index, position) => {
      if (index < 0 || index >= depth) {
        throw rangeError(index, depth);
      }
      result[position * depth + index] = 1;
    });
    return result;
  },
  compiled: {
    kind: "loops",
    write(w, [indices], result, { depth }) {
      const index = w.local("int32");
      w.fill(result, 0);
      w.repeat(sizeOf(indices.shape), (position) => {
        w.load(indices, () => w.code.get(position));
        w.code.tee(index);
        w.code.i32(depth);
        w.code.op("i32.ge_u");
        w.failOr(index, () => {
          w.store(
            result,
            () => w.sum([position, depth], [index, 1]),
            () => pushElement(w.code, result.dtype, 1),
          );
        });
      });
    },
    error: (index, { depth }) => rangeError(index, depth),
  },
  derivative: constant,
  batch: (inputs, _mapped, _size, attributes) =>
    apply(operation, inputs, attributes),
};

function rangeError(index: number, depth: number): RangeError {
  return new RangeError(
    `Cannot oneHot: index must be in [0, ${depth}), current value is ${index}`,
  );
}

/**
 * Each index as a row of `depth` elements, of which the one at the index is 1
 * and the others are 0. Its derivative is zero.
 *
 * @param indices an int32 tensor of any shape.
 * @param depth the length of a row.
 * @param dtype the dtype of the result; default: float64.
 * @returns a tensor of the shape of `indices` with one more axis at the end.
 * @throws {TypeError} if `indices` is not int32.
 * @throws {RangeError} if `depth` is not a whole number, and, when it is
 * evaluated, for an index outside [0, depth).
 *
 * @example
 * ```ts
 * import { oneHot, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const classes = tensor([2, 0], "int32");
 * assertEquals(oneHot(classes, 3).toArray(), [[0, 0, 1], [1, 0, 0]]);
 * ```
 */
export function oneHot(
  indices: Value,
  depth: number,
  dtype: DType = "float64",
): Value {
  checkIndices("oneHot", indices);
  checkShape("oneHot", [depth]);
  return apply(operation, [indices], { depth, dtype });
}
