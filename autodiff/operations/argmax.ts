import { allocate } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { describe } from "../handle.ts";
import { constant, type Operation, reals } from "../operation.ts";
import { sizeOf } from "../shapes.ts";
import { checkNotEmpty } from "./kinds/extremum.ts";
import {
  alongAxis,
  type AxisAttributes,
  batchAlongAxis,
  reducedShape,
  reductionAxes,
} from "./kinds/reduction.ts";
import { reshape } from "./reshape.ts";

/** Along which axis to look, and whether it stays. */
export interface ArgmaxOptions {
  /** The axis; a negative one counts from the back. Default: all elements. */
  readonly axis?: number;
  /** Whether a reduced axis stays, with length 1. Default: false. */
  readonly keepDims?: boolean;
}

const operation: Operation<AxisAttributes> = {
  name: "argmax",
  domain: [reals],
  infer: ([x], { axis }) => ({
    shape: reducedShape(x.shape, axis),
    dtype: "int32",
    weak: false,
  }),
  evaluate([x], { axis }, { shape, dtype }) {
    const { outer, length, inner } = alongAxis(x.shape, axis);
    const result = allocate(dtype, sizeOf(shape));
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const element = (k: number) => x.data[(o * length + k) * inner + i];
        result[o * inner + i] = firstGreatest(element, length);
      }
    }
    return result;
  },
  derivative: constant,
  compiled: { kind: "axis", along: "argmax" },
  batch: (inputs, _mapped, _size, attributes) =>
    batchAlongAxis(operation, inputs, attributes),
};

function firstGreatest(
  element: (k: number) => number,
  length: number,
): number {
  let best = 0;
  for (let k = 0; k < length; k++) {
    const x = element(k);
    if (Number.isNaN(x)) return k;
    if (x > element(best)) best = k;
  }
  return best;
}

/**
 * The index of the first NaN, else of the first greatest element, along an
 * axis or among all elements in row-major order. Its derivative is zero.
 *
 * @param x a tensor of any dtype.
 * @param options `axis`: default all elements; `keepDims`: whether reduced
 * axes stay, with length 1.
 * @returns an int32 tensor.
 * @throws {TypeError} if there are no elements to choose from.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 5, 3], [4, 2, 6]]);
 * assertEquals(x.argmax().item(), 5);
 * assertEquals(x.argmax({ axis: 1 }).toArray(), [1, 2]);
 * ```
 */
export function argmax(x: Value, options: ArgmaxOptions = {}): Value {
  const axes = reductionAxes("argmax", x, options);
  const { axis, keepDims = false } = options;
  if (axis !== undefined && typeof axis !== "number") {
    throw new TypeError(
      `Cannot argmax: axis must be one number, current value is ` +
        describe(axis),
    );
  }
  checkNotEmpty("argmax", x, axes);
  const indices = axis === undefined
    ? apply(operation, [reshape(x, [sizeOf(x.shape)])], { axis: 0 })
    : apply(operation, [x], { axis: axes[0] });
  return reshape(
    indices,
    keepDims
      ? x.shape.map((length, i) => axes.includes(i) ? 1 : length)
      : x.shape.filter((_, i) => !axes.includes(i)),
  );
}
