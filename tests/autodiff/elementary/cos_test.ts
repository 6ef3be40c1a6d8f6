import { cos32, cos64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { cos } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";
import { assertSaneBeyond, boundaries, hardest } from "./circle_points.ts";
import { Sampler } from "./points.ts";

testAccuracy({
  name: "cos",
  float64: [cos64, 0.87],
  float32: [cos32, 0.502],
  exact: cos,
  draws: [
    (s) => s.signed(s.format === "float64" ? -1074 : -149, 30),
    (s) => s.signed(-40, 30),
    (s) => s.uniform(-1073741824, 1073741824),
    (s) => s.uniform(-1, 1),
    (s) => s.uniform(-10, 10),
  ],
  edges: (s) => [...boundaries(s), ...hardest(s), 2 ** 30, -(2 ** 30)],
});

for (const [f, format] of [[cos64, "float64"], [cos32, "float32"]] as const) {
  Deno.test(`${f.name}() is 1 at zero and beside it, and NaN at infinity`, () => {
    assertSameBits([0, -0, 1e-40, -1e-30].map(f), [1, 1, 1, 1]);
    assertSameBits([Infinity, -Infinity, NaN].map(f), [NaN, NaN, NaN]);
  });

  Deno.test(`${f.name}() is even bit for bit`, () => {
    const s = new Sampler(format);
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 ? s.everywhere() : s.signed(-10, 31);
      assertSameBits(f(-x), f(x), `x = ${x}`);
    }
  });

  Deno.test(`${f.name}() loses half an ulp of arguments beyond 2^30`, () => {
    assertSaneBeyond(new Sampler(format), f, cos);
  });
}
