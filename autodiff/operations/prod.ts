import { isFloat, rounded } from "../dtypes.ts";
import { concrete, type Value } from "../graph.ts";
import {
  type Reduction,
  reductionInTurn,
  seenAlong,
} from "./kinds/reduction.ts";
import { multiply } from "./multiply.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { where } from "./where.ts";

/**
 * The product of the elements along one axis, several, or all, multiplied in
 * ascending order from 1; several axes one after the other, the last one
 * first. Integers wrap.
 *
 * The derivative by an element is the product of the others, so that zeros need
 * no care: ascending along an axis of up to 8 elements; a longer one is cut into
 * blocks of 8, and the product of the others of its block is multiplied by that
 * of the other blocks, found in the same way. It costs some 10 n products along
 * an axis of n.
 *
 * @param x a tensor of a float or integer dtype.
 * @param options `axis`: one or several, default all; `keepDims`: whether
 * they stay, with length 1.
 * @returns a tensor without these axes; 1 where there is nothing to multiply.
 * @throws {TypeError} for `bool`.
 * @throws {RangeError} for an axis that `x` does not have.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.prod().item(), 720);
 * assertEquals(x.prod({ axis: 0 }).toArray(), [4, 10, 18]);
 * ```
 */
export const prod: Reduction = reductionInTurn("prod", {
  line: (dtype) => (from, first, step, length, to, at) => {
    let product = 1;
    for (let k = 0; k < length; k++) {
      const x = from[first + k * step];
      const next = isFloat(dtype) ? product * x : Math.imul(product, x);
      product = rounded(dtype, next);
    }
    to[at] = product;
  },
  derivative: (g, x, axis) => {
    const { outer, length, inner } = seenAlong(x.shape, axis);
    const lines = reshape(x, [outer, length, inner]);
    return multiply(g, reshape(productsOfOthers(lines), x.shape));
  },
});

/** How many elements are multiplied anew for each of them. */
const few = 8;

/**
 * For each element of [outer, length, inner] the product of the others along
 * the middle axis. Row i of n copies has a 1 in place of element i, so that
 * nothing is divided and zeros need no care. A long axis is cut into blocks:
 * an element gets the product of the others of its block, times that of the
 * other blocks.
 */
function productsOfOthers(x: Value): Value {
  const [outer, length, inner] = x.shape;
  if (length > few) {
    const count = Math.ceil(length / few);
    const whole = pad(x, [[0, 0], [0, count * few - length], [0, 0]], 1);
    const blocks = reshape(whole, [outer * count, few, inner]);
    const products = reshape(prod(blocks, { axis: 1 }), [outer, count, inner]);
    const others = reshape(productsOfOthers(products), [
      outer * count,
      1,
      inner,
    ]);
    const both = multiply(productsOfOthers(blocks), others);
    return slice(reshape(both, [outer, count * few, inner]), [], [
      outer,
      length,
    ]);
  }
  const diagonal = new Uint8Array(length * length);
  for (let i = 0; i < length; i++) diagonal[i * length + i] = 1;
  const self = concrete([length, length, 1], "bool", diagonal);
  const copies = reshape(x, [outer, 1, length, inner]);
  return prod(where(self, 1, copies), { axis: 2 });
}
