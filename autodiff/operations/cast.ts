import {
  allocate,
  checkDType,
  type DType,
  isFloat,
  ranges,
} from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";

const operation: Operation<{ readonly dtype: DType }> = {
  name: "cast",
  infer: ([x], { dtype }) => ({ shape: x.shape, dtype }),
  evaluate([x], { dtype }) {
    const result = allocate(dtype, x.data.length);
    const convert = conversion(dtype);
    for (let i = 0; i < result.length; i++) result[i] = convert(x.data[i]);
    return result;
  },
  code: (m, [x], { dtype }) => m.cast(x, dtype),
  derivative: (g, _index, { inputs: [x], result }) =>
    isFloat(x.dtype) && isFloat(result.dtype) ? cast(g, x.dtype) : undefined,
};

/** The element of `dtype` that a number becomes; float32 rounds when stored. */
function conversion(dtype: DType): (x: number) => number {
  if (isFloat(dtype)) return (x) => x;
  if (dtype === "bool") return (x) => x === 0 ? 0 : 1;
  const [low, high] = ranges[dtype]!;
  return (x) => x !== x ? 0 : x <= low ? low : x >= high ? high : Math.trunc(x);
}

/**
 * The tensor in another dtype.
 *
 * To float32: rounded to nearest, ties to even. To an integer dtype: cut off
 * towards zero, NaN becomes 0, and what is outside the range becomes its
 * nearer end. To `bool`: whether it isn't zero (NaN isn't). From `bool`: 0
 * or 1. The derivative passes between floats and is zero otherwise.
 *
 * @param x a tensor of any dtype.
 * @param dtype the dtype to reach.
 * @throws {TypeError} for a dtype that there is not.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([1.5, -2.5]).cast("int32").toArray(), [1, -2]);
 * assertEquals(tensor(0.1).cast("float32").item(), 0.10000000149011612);
 * ```
 */
export function cast(x: Value, dtype: DType): Value {
  checkDType("cast", dtype);
  return x.dtype === dtype && !x.weak ? x : apply(operation, [x], { dtype });
}
