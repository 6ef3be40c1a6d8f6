import {
  sigmoid32,
  sigmoid64,
} from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { sigmoid } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";

testAccuracy({
  name: "sigmoid",
  float64: [sigmoid64, 1.08],
  float32: [sigmoid32, 1.07],
  exact: sigmoid,
  draws: [
    (s) => s.everywhere(),
    (s) => s.signed(-60, 10),
    (s) => s.uniform(-750, 40),
    (s) => s.uniform(-105, 20),
    (s) => s.uniform(-6, 6),
    (s) =>
      s.format === "float64" ? s.uniform(-746, -708) : s.uniform(-104, -87),
  ],
  edges(s) {
    const edges: number[] = [];
    for (let k = -1076; k <= 60; k++) {
      edges.push(...s.around((2 * k + 1) * 0.34657359027997264, 2));
    }
    return edges;
  },
});

for (const f of [sigmoid64, sigmoid32]) {
  Deno.test(`${f.name}() is 1/2 at zero, and ends at 0 and 1`, () => {
    assertSameBits(
      [0, -0, -Infinity, -1e30, 1e30, Infinity, NaN].map(f),
      [0.5, 0.5, 0, 0, 1, 1, NaN],
    );
  });
}

Deno.test("sigmoid() of very negative numbers is subnormal, then 0", () => {
  assertSameBits(sigmoid64(-745.1332191019411), 5e-324);
  assertSameBits(sigmoid64(-745.1332191019412), 0);
  assertSameBits(sigmoid32(-103.97207641601562), 1.401298464324817e-45);
  assertSameBits(sigmoid32(-103.97208404541016), 0);
});
