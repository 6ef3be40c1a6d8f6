/** Eigenvectors, bases and unfoldings, which Shampoo and SOAP are made of. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { compile } from "../../autodiff/compile.ts";
import { eye, type Tensor, tensor, vmap } from "../../mod.ts";
import { eigen } from "../../optimizers/eigen.ts";
import { either } from "../../optimizers/either.ts";
import { descending, orthonormal } from "../../optimizers/orthonormal.ts";
import {
  folded,
  gram,
  timesAlong,
  unfolded,
} from "../../optimizers/unfolding.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, moderateDouble } from "../support/property.ts";
import { elements, unit } from "./support.ts";

/** Square matrices of one to eight rows, of any rank. */
function squares(number = moderateDouble()): fc.Arbitrary<Tensor> {
  return fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.array(number, { minLength: n * n, maxLength: n * n })
      .map((row) => tensor(row).reshape([n, n]))
  );
}

const greatest = (x: Tensor) => x.abs().max().item();

function nearIdentity(q: Tensor, roundings: number): void {
  const n = q.shape[0];
  const off = greatest(q.transpose().matmul(q).sub(eye(n)));
  assert(off <= roundings * unit.float64, `${off}`);
}

Deno.test("eigen() makes a symmetric matrix diagonal by an orthogonal one", () => {
  check(fc.property(squares(), (g) => {
    const x = g.matmul(g.transpose()).sub(eye(g.shape[0]).mul(3));
    const { values, vectors } = eigen(x);
    const [n] = values.shape;
    // 70 rounds of a matrix product each, of sums of at most 8.
    nearIdentity(vectors, 70 * 8);
    const back = vectors.mul(values.reshape([1, n])).matmul(
      vectors.transpose(),
    );
    const error = greatest(back.sub(x));
    assert(error <= 4 * 70 * 8 * unit.float64 * greatest(x), `${error}`);
  }));
});

Deno.test("eigen() finds small eigenvalues of graded matrices to all digits", () => {
  // D·B·D where B is well conditioned: its eigenvalues span 24 powers of ten.
  const scales = [1, 1e-4, 1e-8, 1e-12];
  const b = scales.map((_, i) =>
    scales.map((_, j) => i === j ? 1 : (i + j) % 2 ? 0.25 : -0.125)
  );
  const graded = tensor(
    b.map((row, i) => row.map((x, j) => x * scales[i] * scales[j])),
  );
  const found = elements(eigen(graded).values).sort((a, b) => b - a);
  // They are the pivots of elimination, up to the squares of 1e-4.
  b.forEach((row, k) => {
    const pivot = row[k] * scales[k] * scales[k];
    assert(Math.abs(found[k] - pivot) < 1e-7 * pivot, `${found[k]}, ${pivot}`);
    for (const below of b.slice(k + 1)) {
      const factor = below[k] / row[k];
      below.forEach((_, j) => below[j] -= factor * row[j]);
    }
  });
});

Deno.test("eigen() knows diagonal matrices, equal values and zeros", () => {
  for (const row of [[3], [0, 0], [2, 1, 2], [0, 5, 0, -1], [1, 1, 1, 1, 1]]) {
    const n = row.length;
    const x = eye(n).mul(tensor(row).reshape([n, 1]));
    const { values, vectors } = eigen(x);
    assertEquals(elements(values.add(0)), row);
    assertEquals(vectors.add(0).toArray(), eye(n).toArray());
  }
  const [a, b] = elements(eigen(tensor([[1, 1], [1, 1]])).values);
  assert(Math.abs(Math.min(a, b)) < 1e-15 && Math.max(a, b) - 2 < 1e-15);
  assertEquals(eigen(eye(0)).values.shape, [0]);
});

Deno.test("eigen() has the bits of its scale", () => {
  check(fc.property(squares(), fc.integer({ min: -200, max: 200 }), (g, k) => {
    const x = g.matmul(g.transpose());
    const [one, other] = [eigen(x), eigen(x.mul(2 ** k))];
    assertSameBits(elements(other.vectors), elements(one.vectors));
    assertSameBits(
      elements(other.values),
      elements(one.values).map((value) => value * 2 ** k),
    );
  }));
});

Deno.test("eigen() and orthonormal() have the same bits over a batch and compiled", () => {
  const numbers = Array.from({ length: 18 }, (_, i) => (i * 7) % 11 - 5);
  const two = tensor(numbers).reshape([2, 3, 3]);
  const each = [0, 1].map((k) =>
    tensor(numbers.slice(9 * k, 9 * k + 9)).reshape([3, 3])
  );
  const basis = (x: Tensor) => eigen(x.matmul(x.transpose())).vectors;
  for (const f of [basis, orthonormal]) {
    assertSameBits(
      elements(vmap(f)(two)),
      each.flatMap((x) => elements(f(x))),
    );
    assertSameBits(elements(compile(f)(each[0])), elements(f(each[0])));
  }
});

Deno.test("orthonormal() is the Q of Q·R", () => {
  check(fc.property(squares(), (x) => {
    const q = orthonormal(x);
    const n = q.shape[0];
    nearIdentity(q, 8 * 16);
    // R = Qᵀ·x is upper triangular.
    const r = q.transpose().matmul(x).toArray() as number[][];
    const most = greatest(x);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const slack = 8 * 32 * unit.float64 * most;
        assert(Math.abs(r[i][j]) <= slack, `${r[i][j]}`);
      }
    }
  }));
  const known = orthonormal(tensor([[3, 5], [4, 5]])).toArray() as number[][];
  assert(Math.abs(Math.abs(known[0][0]) - 0.6) < 1e-15);
  assertEquals(orthonormal(tensor([[0, 0], [0, 0]])).toArray(), [[1, 0], [
    0,
    1,
  ]]);
});

Deno.test("orthonormal() is orthogonal where squares of columns underflow", () => {
  for (let exponent = -1070; exponent <= 0; exponent += 10) {
    const small = 2 ** exponent;
    const x = [[1, 0, 0], [0, 3 * small, small], [0, 4 * small, -small]];
    nearIdentity(orthonormal(tensor(x)), 8 * 3);
  }
});

Deno.test("descending() sorts, equal numbers as they stand", () => {
  const some = fc.array(fc.integer({ min: -3, max: 3 }), {
    minLength: 1,
    maxLength: 7,
  });
  check(fc.property(some, (row) => {
    const order = descending(tensor(row));
    const places = tensor(row.map((_, i) => i)).matmul(order);
    const right = row.map((x, i) => ({ x, i }))
      .sort((a, b) => b.x - a.x || a.i - b.i).map(({ i }) => i);
    assertEquals(elements(places), right);
  }));
});

Deno.test("unfolded() has the slices along an axis as its rows", () => {
  const x = tensor([[[1, 2, 3], [4, 5, 6]]]);
  assertEquals(unfolded(x, 0).toArray(), [[1, 2, 3, 4, 5, 6]]);
  assertEquals(unfolded(x, 1).toArray(), [[1, 2, 3], [4, 5, 6]]);
  assertEquals(unfolded(x, 2).toArray(), [[1, 4], [2, 5], [3, 6]]);
  for (const axis of [0, 1, 2]) {
    assertEquals(
      folded(unfolded(x, axis), axis, x.shape).toArray(),
      x.toArray(),
    );
  }
  assertEquals(gram(x, 1).toArray(), [[14, 32], [32, 77]]);
  assertEquals(timesAlong(x, 1, tensor([[1, 1], [0, 2]])).toArray(), [
    [[5, 7, 9], [8, 10, 12]],
  ]);
  assertEquals(timesAlong(x, 2, tensor([[1, 0, -1]])).toArray(), [[[-2], [
    -2,
  ]]]);
});

Deno.test("either() calls the one that is known to be needed, else chooses", () => {
  let calls = "";
  const choose = (x: Tensor) =>
    either(x.greater(0), () => {
      calls += "y";
      return [x.mul(2)];
    }, () => {
      calls += "n";
      return [x.mul(-3)];
    })[0];
  assertEquals(choose(tensor(4)).item(), 8);
  assertEquals(choose(tensor(-4)).item(), 12);
  assertEquals(calls, "yn");
  assertEquals(vmap(choose)(tensor([4, -4])).toArray(), [8, 12]);
  assertEquals([...calls.slice(2)].sort(), ["n", "y"]);
});
