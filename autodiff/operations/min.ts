import { extremum } from "./kinds/extremum.ts";
import type { Reduction } from "./kinds/reduction.ts";

/**
 * The least element along one axis, several, or all.
 *
 * NaN propagates, and -0 is less than +0. Where several elements are the
 * least, they share the derivative equally, over all reduced axes; where the
 * result is NaN, the derivative is 0.
 *
 * @param x a tensor of a float or integer dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes.
 * @throws {TypeError} for `bool`, and if a reduced axis has length 0.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 5, 3], [4, 2, 6]]);
 * assertEquals(x.min().item(), 1);
 * assertEquals(x.min({ axis: 0 }).toArray(), [1, 2, 3]);
 * ```
 */
export const min: Reduction = extremum("min");
