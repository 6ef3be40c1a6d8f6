import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { compile, grad, type Tensor, tensor } from "../../../mod.ts";
import { productWith } from "../../../experiments/problems/product_with.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

/** A number of a matrix or of weights: zeros of both signs are frequent. */
const finite = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2 ** -149, -3e38, 3e38),
  fc.double({ min: -100, max: 100, noNaN: true }),
);
const any = fc.oneof(finite, fc.constantFrom(Infinity, -Infinity, NaN));

/** A matrix some of whose columns are ±0, and weights. */
function operands(weight: fc.Arbitrary<number>) {
  const sizes = fc.tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom("float32" as const, "float64" as const),
  );
  return sizes.chain(([rows, width, outputs, dtype]) => {
    const matrix = (height: number, width: number, x: fc.Arbitrary<number>) =>
      fc.array(
        fc.array(x, { minLength: width, maxLength: width }),
        { minLength: height, maxLength: height },
      );
    const flags = { minLength: width, maxLength: width };
    return fc.record({
      x: fc.tuple(
        matrix(rows, width, finite),
        fc.array(fc.constantFrom(0, -0, 1, 1), flags),
      ).map(([x, kept]) => x.map((row) => row.map((v, i) => v * kept[i]))),
      w: matrix(width, outputs, weight),
      width: fc.constant(width),
      dtype: fc.constant(dtype),
    });
  });
}

function tensorOf(
  rows: readonly (readonly number[])[],
  width: number,
  dtype: "float32" | "float64",
): Tensor {
  return tensor(rows.flat(), dtype).reshape([rows.length, width]);
}

Deno.test("productWith() has the bits of the product with all columns, whatever the weights", () => {
  check(
    fc.property(operands(any), ({ x, w, width, dtype }) => {
      const [a, b] = [
        tensorOf(x, width, dtype),
        tensorOf(w, w[0].length, dtype),
      ];
      const expected = a.matmul(b).toTypedArray();
      const times = productWith(a);
      assertSameBits(times(b).toTypedArray(), expected);
      using compiled = compile((b: Tensor) => times(b));
      assertSameBits(compiled(b).toTypedArray(), expected);
    }),
    { numRuns: 150 },
  );
});

Deno.test("productWith() has the gradient of the product with all columns", () => {
  const x = tensor([[0, 1, 0, 2], [0, 3, -0, 4]]);
  const w = tensor([[1, -2], [3, -4], [5, -6], [7, -8]]);
  const slope = (times: (w: Tensor) => Tensor) =>
    grad((w: Tensor) => times(w).square().sum())(w).toTypedArray();
  assertSameBits(slope(productWith(x)), slope((w) => x.matmul(w)));
});

Deno.test("productWith() multiplies by those columns alone that are not 0 in all rows", () => {
  const products = (x: readonly (readonly number[])[]) => {
    const times = productWith(tensor(x as number[][]));
    using compiled = compile((w: Tensor) => times(w));
    const w = tensor(x[0].map(() => [1, 2]));
    return compiled.explain(w).match(/matmul of \[.*?\] and \[.*?\]/g);
  };
  assertEquals(products([[0, 1, 0, 0, 2], [0, 0, -0, 0, 4], [0, 0, 0, 0, 1]]), [
    "matmul of [3, 2] and [2, 2]",
  ]);
  assertEquals(products([[0, 1], [1, 0]]), ["matmul of [2, 2] and [2, 2]"]);
});
