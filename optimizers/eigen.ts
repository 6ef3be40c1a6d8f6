import {
  concatenate,
  divide,
  divideOrZero,
  eye,
  scan,
  type Tensor,
  tensor,
  where,
} from "../autodiff/mod.ts";

/** Eigenvalues and eigenvectors of a symmetric matrix, in no order. */
export interface Eigen {
  /** The eigenvalues: shape [n]. */
  readonly values: Tensor;
  /** The eigenvectors: the columns of an orthogonal matrix of shape [n, n]. */
  readonly vectors: Tensor;
}

/** A matrix of zeros but for ones at these columns, by row. */
function selection(columns: readonly number[]): Tensor {
  const n = columns.length;
  const data = new Float64Array(n * n);
  columns.forEach((column, row) => data[row * n + column] = 1);
  return tensor(data).reshape([n, n]);
}

/**
 * Where each place of a tournament comes from: place 0 stays, the others move
 * on in a circle. Place i meets place i + n/2, so that within n − 1 rounds all
 * have met.
 */
function circle(n: number): number[] {
  const half = n / 2;
  return Array.from({ length: n }, (_, place) => {
    if (place === 0 || n === 2) return place;
    if (place === 1) return half;
    if (place < half) return place - 1;
    return place === n - 1 ? half - 1 : place + 1;
  });
}

/** How many times all pairs meet: 6 and one for each doubling of the axes. */
function sweepsOf(n: number): number {
  if (n === 2) return 1;
  let sweeps = 6;
  for (let axes = 1; axes < n; axes *= 2) sweeps++;
  return sweeps;
}

/**
 * The eigenvalues and eigenvectors of a symmetric matrix by Jacobi's method:
 * rotations of pairs of axes, each of which makes the pair's element 0, half as
 * many pairs as there are axes at once.
 *
 * The number of sweeps is fixed, by n alone: what remains off the diagonal is
 * rounding for matrices of full rank, and up to 10⁻¹⁰ of the greatest
 * eigenvalue for those of 16 axes and more with many equal eigenvalues, which
 * mixes vectors of nearly the same eigenvalue.
 *
 * @param x a float64 tensor of shape [n, n].
 */
export function eigen(x: Tensor): Eigen {
  const n = x.shape[0];
  if (n < 2) return { values: x.reshape([n]), vectors: eye(n) };
  const even = n + n % 2;
  const half = even / 2;
  const most = x.abs().max();
  const places = circle(even);
  const stay = selection(places);
  const meet = selection(places.map((place) => (place + half) % even));
  // Both by rows of the place that a column of the next round comes from.
  const [keeps, turns] = [stay, meet].map((rows) => rows.transpose());
  const unit = eye(even);
  /** Every (even + 1)th element from a place on: a part of a diagonal. */
  const along = (a: Tensor, from: number, count: number) =>
    a.reshape([even * even])
      .slice([from], [from + (count - 1) * (even + 1) + 1], [even + 1]);

  const round = ({ a, v }: { a: Tensor; v: Tensor }) => {
    const b = along(a, half, half).mul(2);
    const d = along(a, half * (even + 1), half).sub(along(a, 0, half));
    const root = d.square().add(b.square()).sqrt();
    const size = divideOrZero(b, d.abs().add(root));
    const tangent = where(d.less(0), size.neg(), size);
    const cosine = divide(1, tangent.square().add(1).sqrt());
    const sine = tangent.mul(cosine);
    const column = (a: Tensor, b: Tensor) =>
      concatenate([a, b], 0).reshape([even, 1]);
    const rotation = column(cosine, cosine).mul(keeps)
      .add(column(sine, sine.neg()).mul(turns));
    return [{
      a: rotation.transpose().matmul(a.matmul(rotation)),
      v: v.matmul(rotation),
    }, undefined] as const;
  };
  const odd: [number, number] = [0, even - n];
  const start = {
    a: divideOrZero(x, most).pad([odd, odd]),
    v: unit,
  };
  const length = sweepsOf(even) * (even - 1);
  const [{ a, v }] = scan<typeof start, undefined, undefined>(
    round,
    start,
    undefined,
    { length },
  );
  return {
    values: along(a, 0, n).mul(most),
    vectors: v.slice([0, 0], [n, n]),
  };
}
