import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { sizeOf } from "../shapes.ts";
import { broadcastTo } from "./broadcast_to.ts";
import { dtypeError } from "./kinds/elementwise.ts";
import {
  alongAxis,
  type AxisAttributes,
  batchAlongAxis,
  reducedShape,
  reduceInTurn,
  type ReductionOptions,
  rounding,
} from "./kinds/reduction.ts";

const operation: Operation<AxisAttributes> = {
  name: "sum",
  domain: [reals],
  infer([x], { axis }) {
    if (x.dtype === "bool") {
      throw dtypeError("sum", x.dtype, ["float", "int32", "uint32"]);
    }
    return { shape: reducedShape(x.shape, axis), dtype: x.dtype, weak: false };
  },
  evaluate([x], { axis }, { shape, dtype }) {
    const { outer, length, inner } = alongAxis(x.shape, axis);
    const round = rounding(dtype);
    const result = allocate(dtype, sizeOf(shape));
    const last = axis === x.shape.length - 1;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const element = (k: number) => x.data[(o * length + k) * inner + i];
        result[o * inner + i] = last
          ? sumInLanes(element, length, round)
          : sumAscending(element, length, round);
      }
    }
    return result;
  },
  derivative: (g, _index, { inputs: [x] }) => broadcastTo(g, x.shape),
  compiled: { kind: "axis", along: "sum" },
  batch: (inputs, _mapped, _size, attributes) =>
    batchAlongAxis(operation, inputs, attributes),
};

/** ((p0+p4)+(p2+p6))+((p1+p5)+(p3+p7)), element i added to p(i mod 8). */
function sumInLanes(
  element: (k: number) => number,
  length: number,
  round: (x: number) => number,
): number {
  const p = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < length; k++) p[k % 8] = round(p[k % 8] + element(k));
  const even = round(round(p[0] + p[4]) + round(p[2] + p[6]));
  const odd = round(round(p[1] + p[5]) + round(p[3] + p[7]));
  return round(even + odd);
}

function sumAscending(
  element: (k: number) => number,
  length: number,
  round: (x: number) => number,
): number {
  let total = 0;
  for (let k = 0; k < length; k++) total = round(total + element(k));
  return total;
}

/**
 * The sum of the elements along one axis, several, or all.
 *
 * The order is fixed, so that the bits are. Along the last axis of `x`,
 * element i is added to partial sum i mod 8, each starting at +0, and the
 * eight are joined ((p0+p4)+(p2+p6))+((p1+p5)+(p3+p7)). Along any other axis:
 * ascending from +0. Over several axes: the last one first. Integers wrap.
 *
 * @param x a tensor of a float or integer dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; +0 where there is nothing to add.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.sum().item(), 21);
 * assertEquals(x.sum({ axis: 0 }).toArray(), [5, 7, 9]);
 * assertEquals(x.sum({ axis: 1, keepDims: true }).toArray(), [[6], [15]]);
 * ```
 */
export function sum(x: Value, options: ReductionOptions = {}): Value {
  return reduceInTurn(
    "sum",
    x,
    options,
    (x, axis) => apply(operation, [x], { axis }),
  );
}
