import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  dot,
  grad,
  outer,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  assertTensor,
  build,
  floats,
  roundedTerms,
  sumInEights,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  const term = roundedTerms(round);

  Deno.test(`dot() sums rounded products in the order of sum(), ${dtype}`, () => {
    const pairs = fc.array(fc.tuple(term, term), { maxLength: 40 });
    check(
      fc.property(pairs, (pairs) => {
        const a = tensor(pairs.map(([x]) => x), dtype);
        const b = tensor(pairs.map(([, y]) => y), dtype);
        const products = pairs.map(([x, y]) => round(x * y));
        const expected = sumInEights(products, round);
        assertTensor(dot(a, b), { shape: [], elements: [expected] }, dtype);
        assertSameBits(a.dot(b).item(), expected);
      }),
      { numRuns: 200 },
    );
  });

  Deno.test(`outer() multiplies each element with each, ${dtype}`, () => {
    const vector = fc.array(term, { maxLength: 6 });
    check(fc.property(vector, vector, (v, w) => {
      const shape = [v.length, w.length];
      const expected = build(shape, (i, j) => round(v[i] * w[j]));
      const [a, b] = [tensor(v, dtype), tensor(w, dtype)];
      assertTensor(outer(a, b), expected, dtype);
      assertTensor(a.outer(b), expected, dtype);
    }));
  });
}

Deno.test("dot() and outer() take integers, which wrap", () => {
  const [a, b] = [tensor([65536, 2], "int32"), tensor([65536, 3], "int32")];
  assertEquals(a.dot(b).item(), 6);
  assertEquals(a.outer(b).toArray(), [[0, 196608], [131072, 6]]);
});

Deno.test("dot() and outer() have their derivatives", () => {
  const pair: [Tensor, Tensor] = [tensor([1, 2]), tensor([3, 5])];
  const [da, db] = grad(([a, b]: [Tensor, Tensor]) => dot(a, b))(pair);
  assertEquals([da.toArray(), db.toArray()], [[3, 5], [1, 2]]);
  const weights = tensor([[1, 0], [10, 100]]);
  const f = ([a, b]: [Tensor, Tensor]) => outer(a, b).mul(weights).sum();
  const [oa, ob] = grad(f)(pair);
  assertEquals([oa.toArray(), ob.toArray()], [[3, 530], [21, 200]]);
});

Deno.test("dot() refuses what are not two vectors of one length", () => {
  const text = (a: string, b: string) =>
    `Cannot dot: shapes ${a} and ${b} must be those of two vectors of one ` +
    `length`;
  assertThrows(
    () => dot(zeros([2]), zeros([3])),
    TypeError,
    text("[2]", "[3]"),
  );
  assertThrows(
    () => dot(zeros([2, 2]), zeros([2])),
    TypeError,
    text("[2, 2]", "[2]"),
  );
  assertThrows(() => dot(tensor(1), tensor(1)), TypeError, text("[]", "[]"));
  assertThrows(() => dot(zeros([1]), zeros([1], "float32")), TypeError);
});

Deno.test("outer() refuses what are not two vectors", () => {
  assertThrows(
    () => outer(zeros([2, 1]), zeros([3])),
    TypeError,
    "Cannot outer: shapes [2, 1] and [3] must be those of two vectors",
  );
  assertThrows(() => outer(zeros([1]), tensor(1)), TypeError, "Cannot outer:");
});
