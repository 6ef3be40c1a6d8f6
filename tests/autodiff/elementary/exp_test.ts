import { exp32, exp64 } from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { exp } from "../../support/fixed_point.ts";
import { testAccuracy } from "./accuracy.ts";

testAccuracy({
  name: "exp",
  float64: [exp64, 0.76],
  float32: [exp32, 0.76],
  exact: exp,
  draws: [
    (s) => s.everywhere(),
    (s) => s.signed(-60, 10),
    (s) => s.uniform(-750, 712),
    (s) => s.uniform(-105, 90),
    (s) => s.uniform(-1, 1),
    (s) =>
      s.format === "float64" ? s.uniform(-746, -708) : s.uniform(-104, -87),
  ],
  edges(s) {
    const half = 0.34657359027997264;
    const [least, greatest] = s.format === "float64"
      ? [-1076, 1025]
      : [-151, 129];
    const edges: number[] = [];
    for (let k = least; k <= greatest; k++) {
      edges.push(...s.around((2 * k + 1) * half, 2));
    }
    const thresholds = s.format === "float64"
      ? [709.782712893384, -708.3964185322641, -745.1332191019411]
      : [88.72283935546875, -87.33654022216797, -103.97207641601562];
    return [...edges, ...thresholds.flatMap((x) => s.around(x, 50))];
  },
});

for (const [name, exp] of [["exp64", exp64], ["exp32", exp32]] as const) {
  Deno.test(`${name}() is exact at zero, the infinities and NaN`, () => {
    assertSameBits([0, -0, -Infinity, Infinity, NaN].map(exp), [
      1,
      1,
      0,
      Infinity,
      NaN,
    ]);
  });
}

Deno.test("exp() overflows, underflows and rounds to least numbers where it should", () => {
  assertSameBits(exp64(709.782712893384), 1.7976931348622732e308);
  assertSameBits(exp64(709.7827128933841), Infinity);
  assertSameBits(exp64(-745.1332191019411), 5e-324);
  assertSameBits(exp64(-745.1332191019412), 0);
  assertSameBits(exp32(88.72283172607422), 3.402798519021476e38);
  assertSameBits(exp32(88.72283935546875), Infinity);
  assertSameBits(exp32(-103.97207641601562), 1.401298464324817e-45);
  assertSameBits(exp32(-103.97208404541016), 0);
});
