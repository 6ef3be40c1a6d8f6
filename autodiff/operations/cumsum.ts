import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { normalizeAxis, sizeOf } from "../shapes.ts";
import { flip } from "./flip.ts";
import { dtypeError } from "./kinds/elementwise.ts";
import {
  alongAxis,
  type AxisAttributes,
  batchAlongAxis,
  rounding,
} from "./kinds/reduction.ts";
import { reshape } from "./reshape.ts";

const operation: Operation<AxisAttributes> = {
  name: "cumsum",
  domain: [reals],
  infer: ([x]) => ({ shape: x.shape, dtype: x.dtype, weak: false }),
  evaluate([x], { axis }, { dtype }) {
    const { outer, length, inner } = alongAxis(x.shape, axis);
    const round = rounding(dtype);
    const result = allocate(dtype, x.data.length);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let total = 0;
        for (let k = 0; k < length; k++) {
          const at = (o * length + k) * inner + i;
          total = round(total + x.data[at]);
          result[at] = total;
        }
      }
    }
    return result;
  },
  derivative: (g, _index, { attributes: { axis } }) =>
    flip(cumsum(flip(g, [axis]), axis), [axis]),
  compiled: { kind: "axis", along: "cumsum" },
  batch: (inputs, _mapped, _size, attributes) =>
    batchAlongAxis(operation, inputs, attributes),
};

/**
 * The cumulative sum along an axis: element k of the result is the sum of the
 * elements 0 to k, added in ascending order from +0. Integers wrap.
 *
 * @param x a tensor of a float or integer dtype.
 * @param axis the axis to sum along; by default the elements are taken in
 * row-major order as one axis, and the result has rank 1.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2], [3, 4]]);
 * assertEquals(x.cumsum().toArray(), [1, 3, 6, 10]);
 * assertEquals(x.cumsum(0).toArray(), [[1, 2], [4, 6]]);
 * ```
 */
export function cumsum(x: Value, axis?: number): Value {
  if (x.dtype === "bool") {
    throw dtypeError("cumsum", x.dtype, ["float", "int32", "uint32"]);
  }
  if (axis === undefined) return cumsum(reshape(x, [sizeOf(x.shape)]), 0);
  const normal = normalizeAxis("cumsum", axis, x.shape.length);
  return apply(operation, [x], { axis: normal });
}
