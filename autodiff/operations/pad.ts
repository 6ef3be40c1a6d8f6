import { checkCount } from "../check_integer.ts";
import type { Value } from "../graph.ts";
import { rangeError } from "../handle.ts";
import { formatShape } from "../shapes.ts";
import { checkElement } from "../dtypes.ts";
import { place } from "./kinds/place.ts";

/** How many elements to add before and after each axis. */
export type PadWidths = readonly (readonly [before: number, after: number])[];

/**
 * The tensor with elements of one value added before and after each axis.
 *
 * @param x a tensor of any dtype.
 * @param widths `[before, after]` for each axis.
 * @param value the element to add; 0 (`false`) or 1 (`true`) for `bool`.
 * @throws {TypeError} if there is not one pair of widths an axis.
 * @throws {RangeError} for a width that is not a whole number of at least 0,
 * and for a value that the dtype cannot hold.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([1, 2]);
 * assertEquals(x.pad([[1, 2]]).toArray(), [0, 1, 2, 0, 0]);
 * assertEquals(x.pad([[0, 1]], 9).toArray(), [1, 2, 9]);
 * ```
 */
export function pad(x: Value, widths: PadWidths, value: number = 0): Value {
  if (
    widths.length !== x.shape.length || widths.some((pair) => pair.length !== 2)
  ) {
    throw new TypeError(
      `Cannot pad: widths must have a pair for each axis of shape ` +
        `${formatShape(x.shape)}, current value is ${JSON.stringify(widths)}`,
    );
  }
  for (const width of widths.flat()) checkCount("pad", "a width", width);
  if (x.dtype === "bool" && value !== 0 && value !== 1) {
    throw rangeError("pad", "value must be 0 or 1 for dtype bool", value);
  }
  if (x.dtype !== "bool") checkElement("pad", value, x.dtype);
  if (widths.flat().every((width) => width === 0)) return x;
  return place(x, {
    shape: x.shape.map((n, axis) => widths[axis][0] + n + widths[axis][1]),
    begin: widths.map(([before]) => before),
    step: x.shape.map(() => 1),
    value,
  });
}
