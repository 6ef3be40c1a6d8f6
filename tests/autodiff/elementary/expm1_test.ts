import { expm132, expm164 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { expm1 } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";

testAccuracy({
  name: "expm1",
  float64: [expm164, 0.89],
  float32: [expm132, 0.81],
  exact: expm1,
  draws: [
    (s) => s.everywhere(),
    (s) => s.signed(-60, 10),
    (s) => s.uniform(-50, 90),
    (s) => s.uniform(0, 711),
    (s) => s.uniform(-2, 2),
    (s) => s.uniform(0.3, 0.5),
  ],
  edges(s) {
    const half = 0.34657359027997264;
    const edges: number[] = [];
    for (let k = -70; k <= 1025; k++) {
      edges.push(...s.around((2 * k + 1) * half, 2));
    }
    const threshold = s.format === "float64"
      ? 709.782712893384
      : 88.72283935546875;
    return [...edges, ...s.around(threshold, 50)];
  },
});

for (const [name, f] of [["expm164", expm164], ["expm132", expm132]] as const) {
  Deno.test(`${name}() keeps zeros and tiny numbers, and ends at -1 and infinity`, () => {
    for (const x of [0, -0, 1.401298464324817e-45, -1.401298464324817e-45]) {
      assertSameBits(f(x), x);
    }
    assertSameBits(
      [-Infinity, -1e30, Infinity, 1e30, NaN].map(f),
      [-1, -1, Infinity, Infinity, NaN],
    );
  });
}

Deno.test("expm164() keeps subnormal numbers", () => {
  for (const x of [5e-324, -5e-324, 2.2250738585072009e-308]) {
    assertSameBits(expm164(x), x);
  }
});
