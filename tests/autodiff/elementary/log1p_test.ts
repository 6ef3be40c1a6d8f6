import { log1p32, log1p64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { log1p } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";

testAccuracy({
  name: "log1p",
  float64: [log1p64, 0.94],
  float32: [log1p32, 0.91],
  exact: log1p,
  draws: [
    (s) => Math.abs(s.everywhere()),
    (s) => s.signed(s.format === "float64" ? -1074 : -149, 0),
    (s) => s.magnitude(-60, 60),
    (s) => s.uniform(-0.999, 3),
    (s) => s.uniform(-0.32, 0.45),
    (s) => s.round(-1 + s.magnitude(s.format === "float64" ? -53 : -24, 0)),
  ],
  edges(s) {
    const edges: number[] = [];
    for (
      let u = 2 ** (s.format === "float64" ? -50 : -20);
      u < 2 ** 60;
      u *= 2
    ) {
      edges.push(
        ...s.around(s.round(u - 1) || 1e-30, 3),
        ...s.around(1.4142135623730951 * u - 1, 3),
      );
    }
    return edges.filter((x) => x > -1);
  },
});

for (const [name, f] of [["log1p64", log1p64], ["log1p32", log1p32]] as const) {
  Deno.test(`${name}() keeps zeros and tiny numbers, and is right at the ends`, () => {
    for (const x of [0, -0, 1.401298464324817e-45, -1.401298464324817e-45]) {
      assertSameBits(f(x), x);
    }
    assertSameBits(
      [-1, -1.0000001192092896, -1e30, -Infinity, Infinity, NaN].map(f),
      [-Infinity, NaN, NaN, NaN, Infinity, NaN],
    );
  });
}

Deno.test("log1p64() keeps subnormal numbers", () => {
  for (const x of [5e-324, -5e-324, 2.2250738585072009e-308]) {
    assertSameBits(log1p64(x), x);
  }
});
