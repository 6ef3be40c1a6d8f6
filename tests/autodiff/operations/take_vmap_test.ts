import * as fc from "fast-check";
import { grad, type Tensor, vmap } from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import {
  arrays,
  assertMapped,
  assertTensor,
  build,
  floats,
  type Plain,
  reader,
  roundedTerms,
  toTensor,
} from "./array_support.ts";

const rows = 3;

for (const [dtype, round] of floats) {
  const size = 4;
  const term = roundedTerms(round);
  const index = fc.integer({ min: -size, max: size - 1 });
  const input = fc.tuple(
    arrays(fc.constant([rows, 2, size, 2]), term),
    arrays(fc.constant([rows, 2, 5, 2]), term),
    arrays(fc.constant([rows, 5]), index),
  );

  Deno.test(`take() and scatterAdd() keep their bits under vmap, ${dtype}`, () => {
    check(
      fc.property(input, ([x, y, indices]) => {
        const gather = (x: Tensor, i: Tensor) => x.take(i, 1);
        const scatter = (y: Tensor, i: Tensor) => y.scatterAdd(i, size, 1);
        assertMapped(gather, [[x, dtype], [indices, "int32"]]);
        assertMapped(scatter, [[y, dtype], [indices, "int32"]]);
        const slope = (f: typeof gather) => (x: Tensor, i: Tensor) =>
          grad((x: Tensor) => f(x, i).square().sum())(x);
        assertMapped(slope(gather), [[x, dtype], [indices, "int32"]]);
        assertMapped(slope(scatter), [[y, dtype], [indices, "int32"]]);
      }),
      { numRuns: 40 },
    );
  });
}

Deno.test("take() and scatterAdd() keep their bits under vmap in vmap", () => {
  const size = 4;
  const x = build([rows, size], (i, j) => 10 * i + j);
  const y = build([rows, 2], (i, j) => 10 * i + j);
  const indices = build([2, rows, 2], (i, j, k) => (i + 3 * j + 2 * k) % size);
  const all = toTensor(indices, "int32");
  const both = (f: (x: Tensor, i: Tensor) => Tensor, x: Plain) =>
    vmap((some: Tensor) => vmap(f)(toTensor(x), some))(all);
  const [atX, atI] = [reader(x), reader(indices)];
  assertTensor(
    both((x, i) => x.take(i), x),
    build([2, rows, 2], (i, j, k) => atX(j, atI(i, j, k))),
  );
  const atY = reader(y);
  assertTensor(
    both((y, i) => y.scatterAdd(i, size), y),
    build([2, rows, size], (i, j, n) =>
      [0, 1].filter((k) => atI(i, j, k) === n)
        .reduce((sum, k) => sum + atY(j, k), 0)),
  );
});
