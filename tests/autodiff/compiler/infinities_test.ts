/** Extrema of rows that hold infinities, zeros of both signs and NaN. */
import * as fc from "fast-check";
import { compile } from "../../../autodiff/compile.ts";
import { max, min, type Tensor, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

const edge = fc.constantFrom(-Infinity, Infinity, -3e38, 3e38, 0, -0, NaN);

/** Rows, some of them of one value throughout. */
const rows = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 9 }),
).chain(([m, n]) =>
  fc.array(
    fc.oneof(
      edge.map((x) => new Array<number>(n).fill(x)),
      fc.array(edge, { minLength: n, maxLength: n }),
    ),
    { minLength: m, maxLength: m },
  )
);

for (const [name, f] of Object.entries({ max, min })) {
  for (const dtype of ["float64", "float32"] as const) {
    Deno.test(`compile() of ${name}() has the bits of rows of infinities, ${dtype}`, () => {
      check(
        fc.property(rows, fc.constantFrom(0, 1), (rows, axis) => {
          const x = tensor(rows, dtype);
          using compiled = compile((x: Tensor) => f(x, { axis }));
          assertSameBits(
            compiled(x).toTypedArray(),
            f(x, { axis }).toTypedArray(),
          );
        }),
        { numRuns: 50 },
      );
    });
  }
}
