import type { Value } from "../graph.ts";
import { typeError } from "../handle.ts";
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
  line: () => (from, first, step, length, to, at) => {
    let greatest = -Infinity;
    for (let k = 0; k < length && greatest === greatest; k++) {
      const x = from[first + k * step];
      if (x <= greatest) continue;
      greatest = x;
      to[at] = k;
    }
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
    throw typeError("argmax", "axis must be one number", axis);
  }
  checkNotEmpty("argmax", x, axes);
  return reduceMerged(x, axes, keepDims, operation);
}
