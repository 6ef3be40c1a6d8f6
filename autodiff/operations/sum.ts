import { allocate, type Data, type DType, rounded } from "../dtypes.ts";
import { broadcastTo } from "./broadcast_to.ts";
import {
  type Line,
  type Reduction,
  reductionInTurn,
} from "./kinds/reduction.ts";

/**
 * The sum of the elements along one axis, several, or all.
 *
 * The order is fixed, so that the bits are. Along the last axis of `x`,
 * element i is added to partial sum i mod 8, each starting at +0, and the
 * eight are joined ((p0+p4)+(p2+p6))+((p1+p5)+(p3+p7)). Along any other axis:
 * ascending from +0. Over several axes: the last one first. Integers wrap.
 *
 * @param x a tensor of a float or integer dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; +0 where there is nothing to add.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.sum().item(), 21);
 * assertEquals(x.sum({ axis: 0 }).toArray(), [5, 7, 9]);
 * assertEquals(x.sum({ axis: 1, keepDims: true }).toArray(), [[6], [15]]);
 * ```
 */
export const sum: Reduction = reductionInTurn("sum", {
  line: (dtype, last) => last ? inLanes(allocate(dtype, 8)) : ascending(dtype),
  derivative: (g, x) => broadcastTo(g, x.shape),
});

function inLanes(p: Data): Line {
  return (from, first, step, length, to, at) => {
    p.fill(0);
    for (let k = 0; k < length; k++) p[k & 7] += from[first + k * step];
    for (let half = 4; half >= 1; half /= 2) {
      for (let j = 0; j < half; j++) p[j] += p[j + half];
    }
    to[at] = p[0];
  };
}

function ascending(dtype: DType): Line {
  return (from, first, step, length, to, at) => {
    let total = 0;
    for (let k = 0; k < length; k++) {
      total = rounded(dtype, total + from[first + k * step]);
    }
    to[at] = total;
  };
}
