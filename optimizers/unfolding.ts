import type { Tensor } from "../autodiff/mod.ts";

/** The matrix whose rows are the slices of a tensor along an axis. */
export function unfolded(x: Tensor, axis: number): Tensor {
  const { shape, size } = x;
  const others = shape.map((_, i) => i).filter((i) => i !== axis);
  const rest = size === 0 ? 0 : size / shape[axis];
  return x.transpose([axis, ...others]).reshape([shape[axis], rest]);
}

/** The tensor of that shape whose unfolding along an axis this is. */
export function folded(
  rows: Tensor,
  axis: number,
  shape: readonly number[],
): Tensor {
  const others = shape.filter((_, i) => i !== axis);
  const order = shape.map((_, i) => i === axis ? 0 : i < axis ? i + 1 : i);
  return rows.reshape([shape[axis], ...others]).transpose(order);
}

/** A tensor multiplied by a matrix along an axis, of whatever length. */
export function timesAlong(x: Tensor, axis: number, matrix: Tensor): Tensor {
  const shape = x.shape.map((n, i) => i === axis ? matrix.shape[0] : n);
  return folded(matrix.matmul(unfolded(x, axis)), axis, shape);
}

/** G·Gᵀ, where G is the unfolding along an axis. */
export function gram(x: Tensor, axis: number): Tensor {
  const rows = unfolded(x, axis);
  return rows.matmul(rows.transpose());
}
