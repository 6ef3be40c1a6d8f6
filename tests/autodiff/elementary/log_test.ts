import { log32, log64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { log } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";
import type { Sampler } from "./points.ts";

testAccuracy({
  name: "log",
  float64: [log64, 0.94],
  float32: [log32, 0.91],
  exact: log,
  draws: [
    (s) => Math.abs(s.everywhere()),
    (s) => s.magnitude(-4, 4),
    (s) => s.uniform(0.7, 1.42),
    (s) => s.uniform(0.6, 0.72),
    (s) => s.round(1 + s.signed(-54, -1)),
  ],
  edges: (s) => powersAndRoots(s),
});

/** The neighbourhoods of the powers of two and of √2 times them. */
function powersAndRoots(s: Sampler): number[] {
  const edges: number[] = [];
  const least = s.format === "float64" ? 2 ** -1070 : 2 ** -145;
  for (let x = least; s.round(x) < Infinity; x *= 2) {
    edges.push(...s.around(x, 3), ...s.around(1.4142135623730951 * x, 3));
  }
  return edges.filter((x) => x < Infinity);
}

for (const [name, f] of [["log64", log64], ["log32", log32]] as const) {
  Deno.test(`${name}() is exact at 1, at the ends, and NaN below 0`, () => {
    assertSameBits(
      [1, 0, -0, Infinity, -1e-40, -1, -Infinity, NaN].map(f),
      [0, -Infinity, -Infinity, Infinity, NaN, NaN, NaN, NaN],
    );
  });
}
