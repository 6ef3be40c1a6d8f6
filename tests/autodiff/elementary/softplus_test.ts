import {
  softplus32,
  softplus64,
} from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { softplus } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";

testAccuracy({
  name: "softplus",
  float64: [softplus64, 1.01],
  float32: [softplus32, 1],
  exact: softplus,
  draws: [
    (s) => s.everywhere(),
    (s) => s.signed(-60, 10),
    (s) => s.uniform(-750, 60),
    (s) => s.uniform(-105, 25),
    (s) => s.uniform(-6, 6),
    (s) => s.format === "float64" ? s.uniform(-38, -35) : s.uniform(-18, -15),
  ],
  edges(s) {
    const edges: number[] = [];
    for (let k = -1076; k <= 60; k++) {
      edges.push(...s.around((2 * k + 1) * 0.34657359027997264, 2));
    }
    // Where 1 + e^-|x| passes √2, and from where the result is x.
    for (const x of [0.8813735870195429, -0.8813735870195429, 20, 40]) {
      edges.push(...s.around(x, 50));
    }
    return edges;
  },
});

for (const f of [softplus64, softplus32]) {
  Deno.test(`${f.name}() is 0 and infinity at the ends`, () => {
    assertSameBits(
      [-Infinity, -1e30, 2 ** 100, Infinity, NaN].map(f),
      [0, 0, 2 ** 100, Infinity, NaN],
    );
  });
}

Deno.test("softplus() of very negative numbers is subnormal, then 0", () => {
  assertSameBits(softplus64(-745.1332191019411), 5e-324);
  assertSameBits(softplus64(-745.1332191019412), 0);
  assertSameBits(softplus32(-103.97207641601562), 1.401298464324817e-45);
  assertSameBits(softplus32(-103.97208404541016), 0);
});
