import { divide, type Tensor } from "../autodiff/mod.ts";

/** The matrix of a tensor whose rows are the slices along an axis. */
export function unfolded(x: Tensor, axis: number): Tensor {
  const { shape } = x;
  const order = shape.map((_, i) => i);
  const front = [axis, ...order.filter((i) => i !== axis)];
  const rest = x.size === 0 ? 0 : x.size / shape[axis];
  return x.transpose(front).reshape([shape[axis], rest]);
}

/** The tensor of a shape of which this is the unfolding along an axis. */
export function folded(
  rows: Tensor,
  axis: number,
  shape: readonly number[],
): Tensor {
  const others = shape.filter((_, i) => i !== axis);
  const order = shape.map((_, i) =>
    i === axis ? 0 : i < axis ? i + 1 : i
  );
  return rows.reshape([shape[axis], ...others]).transpose(order);
}

/** 1 over the root of a positive number, of degree 2, 4, 6, …; 0 of 0. */
export function inverseRoot(x: Tensor, degree: number): Tensor {
  const halvings = Math.log2(degree);
  if (!Number.isInteger(halvings)) {
    return x.divideOrZero(x).mul(x.maximum(1e-300).log().div(-degree).exp());
  }
  let root = x;
  for (let i = 0; i < halvings; i++) root = root.sqrt();
  return divide(1, root);
}
