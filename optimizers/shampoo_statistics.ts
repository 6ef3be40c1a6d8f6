import {
  divideOrZero,
  eye,
  type Tensor,
  where,
  zeros,
} from "../autodiff/mod.ts";
import { denoted } from "./denoted.ts";
import { eigen } from "./eigen.ts";
import type { Slot } from "./optimizer.ts";
import { gram, timesAlong, unfolded } from "./unfolding.ts";

/** A scalar as a vector of one element; other tensors as they are. */
function withAxes(x: Tensor): Tensor {
  return x.rank === 0 ? x.reshape([1]) : x;
}

/**
 * What is kept for each axis before the first step: ε on the diagonal of a
 * matrix, or of an axis that is longer than `limit` the diagonal alone. Empty
 * tensors keep nothing.
 */
export function startStatistics(
  w: Tensor,
  epsilon: Tensor,
  limit: number,
): Slot {
  if (w.size === 0) return {};
  return Object.fromEntries(
    withAxes(w).shape.map((n, axis) => {
      const matrix = n > limit ? zeros([n], w.dtype).add(1) : eye(n, w.dtype);
      return [`h${axis}`, matrix.mul(epsilon)];
    }),
  );
}

/** The statistics with those of a gradient added. */
export function nextStatistics(state: Slot, g: Tensor): Slot {
  const x = withAxes(g);
  return Object.fromEntries(
    Object.entries(state).map(([name, h], axis) => {
      const present = h.rank === 1
        ? unfolded(x, axis).square().sum({ axis: 1 })
        : gram(x, axis);
      return [name, h.add(denoted(`gram${axis}`, [g], present))];
    }),
  );
}

/**
 * The gradient times H^(−1/2k) along each of its k axes, in float64 meanwhile.
 *
 * Eigenvalues are divided by the greatest one first, which leaves one factor
 * for the whole tensor.
 *
 * @param least what no eigenvalue is less than.
 */
export function preconditioned(
  g: Tensor,
  state: Slot,
  least: Tensor,
): Tensor {
  if (g.size === 0) return g;
  let x = withAxes(g).cast("float64");
  const axes = Object.values(state);
  const roots = axes.map((h, axis) => {
    const matrix = h.cast("float64");
    const { values, vectors } = h.rank === 1
      ? { values: matrix, vectors: undefined }
      : eigen(matrix);
    const bounded = values.maximum(least);
    const most = bounded.max();
    const part = inversePower(divideOrZero(bounded, most), 2 * axes.length)
      .reshape(h.shape.slice(0, 1)).reshape([h.shape[0], 1]);
    x = vectors === undefined ? timesDiagonal(x, axis, part) : timesAlong(
      x,
      axis,
      vectors.mul(part.transpose()).matmul(vectors.transpose()),
    );
    return most.sqrt();
  });
  const whole = divideOrZero(x, geometricMean(roots)).reshape(g.shape);
  return denoted("precondition", [g, ...axes], whole.cast(g.dtype));
}

function timesDiagonal(x: Tensor, axis: number, column: Tensor): Tensor {
  const shape = x.shape.map((n, i) => i === axis ? n : 1);
  return x.mul(column.reshape(shape));
}

/** x^(−1/degree) of numbers of at least 0, and 0 of 0. */
function inversePower(x: Tensor, degree: number): Tensor {
  return divideOrZero(1, root(x, degree));
}

/** The root of a degree: square roots of square roots where that will do. */
function root(x: Tensor, degree: number): Tensor {
  if (degree === 1) return x;
  if (degree % 2 === 0) return root(x.sqrt(), degree / 2);
  const above = x.greater(0);
  return where(above, where(above, x, 1).log().div(degree).exp(), 0);
}

/** The root of a product of numbers, as many as its degree. */
function geometricMean(numbers: readonly Tensor[]): Tensor {
  const [a, b] = numbers;
  return numbers.length === 2
    ? a.mul(b).sqrt()
    : numbers.map((x) => root(x, numbers.length)).reduce((a, b) => a.mul(b));
}
