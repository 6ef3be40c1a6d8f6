import { sin32, sin64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { sin } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";
import { assertSaneBeyond, boundaries, hardest } from "./circle_points.ts";
import { Sampler } from "./points.ts";

testAccuracy({
  name: "sin",
  float64: [sin64, 0.87],
  float32: [sin32, 0.502],
  exact: sin,
  draws: [
    (s) => s.signed(s.format === "float64" ? -1074 : -149, 30),
    (s) => s.signed(-40, 30),
    (s) => s.uniform(-1073741824, 1073741824),
    (s) => s.uniform(-1, 1),
    (s) => s.uniform(-10, 10),
  ],
  edges: (s) => [...boundaries(s), ...hardest(s), 2 ** 30, -(2 ** 30)],
});

for (const [f, format] of [[sin64, "float64"], [sin32, "float32"]] as const) {
  Deno.test(`${f.name}() keeps zeros and tiny numbers, and is NaN at infinity`, () => {
    for (const x of [0, -0, 1.401298464324817e-45, -1.401298464324817e-45]) {
      assertSameBits(f(x), x);
    }
    assertSameBits([Infinity, -Infinity, NaN].map(f), [NaN, NaN, NaN]);
  });

  Deno.test(`${f.name}() is odd bit for bit`, () => {
    const s = new Sampler(format);
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 ? s.everywhere() : s.signed(-10, 31);
      assertSameBits(f(-x), -f(x), `x = ${x}`);
    }
  });

  Deno.test(`${f.name}() loses half an ulp of arguments beyond 2^30`, () => {
    assertSaneBeyond(new Sampler(format), f, sin);
  });
}
