import { extremum } from "./kinds/extremum.ts";
import type { Reduction } from "./kinds/reduction.ts";

/**
 * The greatest element along one axis, several, or all.
 *
 * NaN propagates, and +0 is greater than -0. Where several elements are the
 * greatest, they share the derivative equally, over all reduced axes; where
 * the result is NaN, the derivative is 0.
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
 * assertEquals(x.max().item(), 6);
 * assertEquals(x.max({ axis: 1 }).toArray(), [5, 6]);
 * ```
 */
export const max: Reduction = extremum("max");
