import {
  divideOrZero,
  eye,
  greaterEqual,
  matmul,
  scan,
  type Tensor,
  tensor,
  where,
} from "../autodiff/mod.ts";
import { tensorNorm } from "./tensor_norm.ts";

/** 2⁻⁵⁰⁰: numbers below are multiplied by 2⁶⁰⁰, so that no square underflows. */
const SMALL = 3.054936363499605e-151;
const LARGE = 4.149515568880993e180;

/** Which rows are not above each of n places, by place: 1 or 0. */
function notAbove(n: number): Tensor {
  const data = Float64Array.from(
    { length: n * n },
    (_, i) => i % n >= Math.floor(i / n) ? 1 : 0,
  );
  return tensor(data).reshape([n, n]);
}

/**
 * The orthogonal Q of a square matrix x = Q·R with R upper triangular, by
 * Householder's reflections: the k first columns of Q span what those of x do.
 * Columns that x leaves free complete the basis.
 *
 * @param x a float64 tensor of shape [n, n].
 */
export function orthonormal(x: Tensor): Tensor {
  const n = x.shape[0];
  if (n < 2) return eye(n);
  const start = { r: divideOrZero(x, x.abs().max()), q: eye(n) };
  const places = { unit: eye(n), rest: notAbove(n) };
  type Carry = typeof start;
  const reflect = ({ r, q }: Carry, { unit, rest }: typeof places) => {
    const column = r.matmul(unit).mul(rest);
    const head = column.mul(unit).sum();
    const norm = tensorNorm(column);
    const image = column.add(unit.mul(where(head.less(0), norm.neg(), norm)));
    const mirror = image.mul(where(norm.less(SMALL), LARGE, 1));
    const factor = divideOrZero(2, mirror.square().sum());
    const across = (a: Tensor, b: Tensor) =>
      a.reshape([n, 1]).mul(b.reshape([1, n]));
    return [{
      r: r.sub(across(mirror, matmul(mirror, r)).mul(factor)),
      q: q.sub(across(q.matmul(mirror), mirror).mul(factor)),
    }, undefined] as const;
  };
  const [{ q }] = scan<Carry, typeof places, undefined>(reflect, start, places);
  return q;
}

/**
 * The permutation that puts numbers in descending order, equal ones as they
 * stand: a matrix whose column j has a 1 where the j-th greatest is.
 *
 * @param x a float64 tensor of shape [n].
 */
export function descending(x: Tensor): Tensor {
  const n = x.shape[0];
  const [column, row] = [x.reshape([n, 1]), x.reshape([1, n])];
  // How many stand before each: greater ones, and equal ones on its left.
  const equal = row.equal(column).cast("float64");
  const left = greaterEqual(notAbove(n), 1).cast("float64").transpose();
  const before = row.greater(column).cast("float64")
    .add(equal.mul(left.sub(eye(n)))).sum({ axis: 1 });
  const places = tensor(Float64Array.from({ length: n }, (_, i) => i));
  return before.reshape([n, 1]).equal(places.reshape([1, n])).cast("float64");
}
