import type { Value } from "../graph.ts";
import { describe } from "../handle.ts";
import { checkNotEmpty } from "./kinds/extremum.ts";
import { alongAxis, reduceMerged, reductionAxes } from "./kinds/reduction.ts";

/** Along which axis to look, and whether it stays. */
export interface ArgmaxOptions {
  /** The axis; a negative one counts from the back. Default: all elements. */
  readonly axis?: number;
  /** Whether a reduced axis stays, with length 1. Default: false. */
  readonly keepDims?: boolean;
}

const operation = alongAxis("argmax", {
  line: () => (from, to) => {
    let best = 0;
    for (let k = 0; k < from.length; k++) {
      if (Number.isNaN(from[k])) {
        best = k;
        break;
      }
      if (from[k] > from[best]) best = k;
    }
    to[0] = best;
  },
  dtype: "int32",
});

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
  const { axis, keepDims } = options;
  if (axis !== undefined && typeof axis !== "number") {
    throw new TypeError(
      `Cannot argmax: axis must be one number, current value is ` +
        describe(axis),
    );
  }
  checkNotEmpty("argmax", x, axes);
  return reduceMerged(x, axes, keepDims, operation);
}
