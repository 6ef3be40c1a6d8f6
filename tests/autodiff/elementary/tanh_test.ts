import { assertLessOrEqual } from "@std/assert";
import { tanh32, tanh64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { tanh } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";
import { Sampler } from "./points.ts";

testAccuracy({
  name: "tanh",
  float64: [tanh64, 1.17],
  float32: [tanh32, 1.17],
  exact: tanh,
  draws: [
    (s) => s.everywhere(),
    (s) => s.signed(-60, 6),
    (s) => s.uniform(-23, 23),
    (s) => s.uniform(-1, 1),
    (s) => s.uniform(0, 0.35),
  ],
  edges(s) {
    const edges: number[] = [];
    for (let k = 0; k <= 70; k++) {
      edges.push(...s.around((2 * k + 1) * 0.17328679513998632, 20));
    }
    return edges.flatMap((x) => [x, -x]);
  },
});

for (const [f, format] of [[tanh64, "float64"], [tanh32, "float32"]] as const) {
  Deno.test(`${f.name}() keeps zeros and tiny numbers, and ends at -1 and 1`, () => {
    for (const x of [0, -0, 1.401298464324817e-45, -1.401298464324817e-45]) {
      assertSameBits(f(x), x);
    }
    assertSameBits(
      [-Infinity, -1e30, -25, 25, 1e30, Infinity, NaN].map(f),
      [-1, -1, -1, 1, 1, 1, NaN],
    );
  });

  Deno.test(`${f.name}() is odd bit for bit and never passes 1`, () => {
    const s = new Sampler(format);
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 ? s.everywhere() : s.signed(-10, 6);
      assertSameBits(f(-x), -f(x), `x = ${x}`);
      assertLessOrEqual(Math.abs(f(x)), 1);
    }
  });
}

Deno.test("tanh64() keeps subnormal numbers", () => {
  for (const x of [5e-324, -5e-324, 2.2250738585072009e-308]) {
    assertSameBits(tanh64(x), x);
  }
});
