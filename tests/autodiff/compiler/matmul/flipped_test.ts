/** Products of matrices whose rows or columns are in reverse order. */
import * as fc from "fast-check";
import { type Tensor, tensor } from "../../../../mod.ts";
import { check } from "../../../support/property.ts";
import { assertCompiles } from "../support.ts";

const length = fc.integer({ min: 0, max: 9 });
const axes = fc.subarray([0, 1]);

/** A matrix with different elements everywhere. */
function matrix(m: number, n: number, dtype: "float32" | "float64"): Tensor {
  const elements = Array.from({ length: m * n }, (_, i) => (i + 1) / 7);
  return tensor(elements, dtype).reshape([m, n]);
}

for (const dtype of ["float32", "float64"] as const) {
  Deno.test(`compile() multiplies matrices that are flipped, ${dtype}`, () => {
    check(
      fc.property(
        length,
        length,
        length,
        axes,
        axes,
        (m, k, n, left, right) =>
          assertCompiles(
            ([a, b]) => [
              a.flip(left).matmul(b.flip(right)),
              a.transpose().flip(left).transpose().matmul(b).flip(right),
            ],
            [matrix(m, k, dtype), matrix(k, n, dtype)],
          ),
      ),
      { numRuns: 40 },
    );
  });
}
