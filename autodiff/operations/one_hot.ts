import { checkCount } from "../check_integer.ts";
import { checkDType, type DType } from "../dtypes.ts";
import type { Value } from "../graph.ts";
import { checkIndices } from "./kinds/gather.ts";
import { hotRows } from "./kinds/hot.ts";

/**
 * Each index as a row of `depth` elements, of which the one at the index is 1
 * and the others are 0. Its derivative is zero.
 *
 * @param indices an int32 tensor of any shape.
 * @param depth the length of a row.
 * @param dtype the dtype of the result; default: float64.
 * @returns a tensor of the shape of `indices` with one more axis at the end.
 * @throws {TypeError} if `indices` is not int32, or there is no such dtype.
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
  checkCount("oneHot", "depth", depth);
  checkDType("oneHot", dtype);
  return hotRows(indices, { depth, dtype, name: "oneHot", what: "index" });
}
