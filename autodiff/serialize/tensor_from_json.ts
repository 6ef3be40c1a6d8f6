import type { Tensor } from "../tensor.ts";
import { readTensor } from "./json_tensor.ts";

/**
 * The tensor that `JSON.stringify` wrote, bit for bit; NaN is one value.
 *
 * A float32 takes the nearest number, so that decimals written by hand will
 * do. A tensor made by `scalar` comes back as an ordinary float64, which takes
 * no other tensor's dtype; `asScalar` makes it one that does.
 *
 * @param json what `JSON.parse` gives: a record of `dtype`, `shape` and
 * `data`, the elements in row-major order. The strings `"-0"`, `"NaN"`,
 * `"Infinity"` and `"-Infinity"` stand for these numbers; a `bool` is 0 or 1.
 * @throws {TypeError} for another value, an unknown dtype, `data` of another
 * length than the shape's, or an element that is not a number.
 * @throws {RangeError} for a length that is not a whole number of at least 0,
 * or an element that the dtype does not have.
 *
 * @example
 * ```ts
 * import { tensor, tensorFromJSON } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const text = JSON.stringify(tensor([-0, NaN, 0.1], "float32"));
 * const again = tensorFromJSON(JSON.parse(text));
 * assertEquals(again, tensor([-0, NaN, 0.1], "float32"));
 * ```
 */
export function tensorFromJSON(json: unknown): Tensor {
  return readTensor("tensorFromJSON", json, "json");
}
