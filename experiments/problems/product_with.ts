import { type Tensor, tensor } from "../../autodiff/mod.ts";
import { allocate } from "../../autodiff/dtypes.ts";
import { concrete } from "../../autodiff/graph.ts";
import { wrap } from "../../autodiff/tensor.ts";

/** A matrix times weights, of which it has one row a column. */
export type ProductWith = (weights: Tensor) => Tensor;

/**
 * The product of a matrix with weights by those of its columns that are not 0
 * in all rows: pictures have many that are. It has the bits of `x.matmul`. A
 * sum there starts at +0, which terms of ±0 leave as it is; and a weight left
 * out that is not finite makes NaN of 0, here in a sum of its own.
 *
 * @param x a float matrix of at least one column.
 */
export function productWith(x: Tensor): ProductWith {
  const [rows, width] = x.shape;
  const data = x.toTypedArray();
  const isBlank = new Uint8Array(width).fill(1);
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== 0) isBlank[i % width] = 0;
  }
  const [kept, blank] = [0, 1].map((is) =>
    Array.from(isBlank.keys()).filter((column) => isBlank[column] === is)
  );
  if (blank.length === 0) return (weights) => x.matmul(weights);
  const values = allocate(x.dtype, rows * kept.length);
  for (let row = 0, to = 0; row < rows; row++) {
    for (const column of kept) values[to++] = data[row * width + column];
  }
  const part = wrap(concrete([rows, kept.length], x.dtype, values));
  const [taken, left] = [kept, blank].map((list) => tensor(list, "int32"));
  return (weights) => {
    const zero = weights.take(left).mul(0).sum({ axis: 0 });
    return part.matmul(weights.take(taken)).add(zero);
  };
}
