import { allocate, type DType } from "../dtypes.ts";
import { apply, concrete, type Value } from "../graph.ts";
import { type Operation, reals } from "../operation.ts";
import { sizeOf } from "../shapes.ts";
import { dtypeError } from "./kinds/elementwise.ts";
import {
  alongAxis,
  type AxisAttributes,
  batchAlongAxis,
  reducedShape,
  reduceInTurn,
  type ReductionOptions,
} from "./kinds/reduction.ts";
import { multiply } from "./multiply.ts";
import { reshape } from "./reshape.ts";
import { where } from "./where.ts";

const operation: Operation<AxisAttributes> = {
  name: "prod",
  domain: [reals],
  infer([x], { axis }) {
    if (x.dtype === "bool") {
      throw dtypeError("prod", x.dtype, ["float", "int32", "uint32"]);
    }
    return { shape: reducedShape(x.shape, axis), dtype: x.dtype, weak: false };
  },
  evaluate([x], { axis }, { shape, dtype }) {
    const { outer, length, inner } = alongAxis(x.shape, axis);
    const times = multiplication(dtype);
    const result = allocate(dtype, sizeOf(shape));
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const first = o * length * inner + i;
        let product = 1;
        for (let k = 0; k < length; k++) {
          product = times(product, x.data[first + k * inner]);
        }
        result[o * inner + i] = product;
      }
    }
    return result;
  },
  derivative: (g, _index, { inputs: [x], attributes: { axis } }) =>
    multiply(g, productsOfOthers(x, axis)),
  compiled: { kind: "axis", along: "prod" },
  batch: (inputs, _mapped, _size, attributes) =>
    batchAlongAxis(operation, inputs, attributes),
};

/** How the product of two elements fits a dtype. */
function multiplication(dtype: DType): (a: number, b: number) => number {
  switch (dtype) {
    case "float32":
      return (a, b) => Math.fround(a * b);
    case "int32":
      return Math.imul;
    case "uint32":
      return (a, b) => Math.imul(a, b) >>> 0;
    default:
      return (a, b) => a * b;
  }
}

/**
 * For each element the product of the others along the axis. Row i of n
 * copies has a 1 in place of element i, so that nothing is divided and zeros
 * need no care.
 */
function productsOfOthers(x: Value, axis: number): Value {
  const { outer, length, inner } = alongAxis(x.shape, axis);
  const diagonal = new Uint8Array(length * length);
  for (let i = 0; i < length; i++) diagonal[i * length + i] = 1;
  const self = concrete([length, length, 1], "bool", diagonal);
  const others = where(self, 1, reshape(x, [outer, 1, length, inner]));
  return reshape(prod(others, { axis: 2 }), x.shape);
}

/**
 * The product of the elements along one axis, several, or all, multiplied in
 * ascending order from 1; several axes one after the other, the last one
 * first. Integers wrap.
 *
 * The derivative multiplies the other elements anew for each element, so that
 * zeros need no care: n² products along an axis of n.
 *
 * @param x a tensor of a float or integer dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; 1 where there is nothing to multiply.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.prod().item(), 720);
 * assertEquals(x.prod({ axis: 0 }).toArray(), [4, 10, 18]);
 * ```
 */
export function prod(x: Value, options: ReductionOptions = {}): Value {
  return reduceInTurn(
    "prod",
    x,
    options,
    (x, axis) => apply(operation, [x], { axis }),
  );
}
