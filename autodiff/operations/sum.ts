import { allocate } from "../dtypes.ts";
import type { Value } from "../graph.ts";
import { broadcastTo } from "./broadcast_to.ts";
import { checkNumeric } from "./kinds/dtype_checks.ts";
import {
  alongAxis,
  reduceInTurn,
  type ReductionOptions,
} from "./kinds/reduction.ts";

const operation = alongAxis("sum", {
  line(dtype, last) {
    const p = allocate(dtype, 8);
    const mask = last ? 7 : 0;
    return (from, to) => {
      p.fill(0);
      for (let k = 0; k < from.length; k++) p[k & mask] += from[k];
      for (let half = 4; last && half >= 1; half /= 2) {
        for (let j = 0; j < half; j++) p[j] += p[j + half];
      }
      to[0] = p[0];
    };
  },
  derivative: (g, x) => broadcastTo(g, x.shape),
});

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
export function sum(x: Value, options: ReductionOptions = {}): Value {
  checkNumeric("sum", x);
  return reduceInTurn("sum", x, options, operation);
}
