import { AssertionError } from "@std/assert";
import {
  log64,
  powReal32,
  powReal64,
} from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { pow } from "../../support/fixed_point.ts";
import { POINTS } from "./accuracy.ts";
import { Sampler } from "./points.ts";
import { ulps } from "./ulps.ts";

const CASES = [
  { f: powReal64, format: "float64", bound: 0.78, ends: [-746, 711] },
  { f: powReal32, format: "float32", bound: 0.5001, ends: [-105, 90] },
] as const;

/** A base, and an exponent that takes it anywhere in the format or, at times, just where it falls. */
function operands(s: Sampler, i: number, ends: readonly [number, number]) {
  const x = [
    () => Math.abs(s.everywhere()),
    () => s.magnitude(-4, 4),
    () => s.uniform(0.5, 2),
    () => s.round(1 + s.signed(s.format === "float64" ? -53 : -24, -1)),
    () => s.uniform(1.38, 1.44),
  ][i % 5]();
  const p = i % 7 < 2
    ? s.signed(-30, 6)
    : s.round(s.uniform(ends[0], ends[1]) / log64(x));
  return [x, Number.isFinite(p) ? p : 0.5];
}

for (const { f, format, bound, ends } of CASES) {
  Deno.test(`${f.name}() is within ${bound} ulp of the exact value`, () => {
    const s = new Sampler(format);
    let worst = 0;
    let at = [1, 1];
    for (let i = 0; i < POINTS; i++) {
      const [x, p] = operands(s, i, ends);
      const error = ulps(f(x, p), pow(x, p), format);
      if (error > worst) [worst, at] = [error, [x, p]];
    }
    if (worst > bound) {
      throw new AssertionError(
        `${f.name}(${at}) is ${
          f(at[0], at[1])
        }: ${worst} ulps off, not ${bound}`,
      );
    }
  });

  Deno.test(`${f.name}() is that of IEEE 754 at zeros, infinities and NaN`, () => {
    const cases: [x: number, p: number, right: number][] = [
      [1, 0.3, 1],
      [1, Infinity, 1],
      [1, -Infinity, 1],
      [2, 0, 1],
      [0, 0, 1],
      [0, 0.3, 0],
      [-0, 0.3, 0],
      [0, -0.3, Infinity],
      [-0, -0.3, Infinity],
      [Infinity, 0.3, Infinity],
      [Infinity, -0.3, 0],
      [-Infinity, 0.3, Infinity],
      [-Infinity, -0.3, 0],
      [-2, 0.3, NaN],
      [-1e-30, -0.3, NaN],
      [2, Infinity, Infinity],
      [2, -Infinity, 0],
      [0.5, Infinity, 0],
      [0.5, -Infinity, Infinity],
      [1.5, 1e38, Infinity],
      [1.5, -1e38, 0],
      [NaN, 0.3, NaN],
      [2, NaN, NaN],
      [0, NaN, NaN],
      [Infinity, NaN, NaN],
    ];
    for (const [x, p, right] of cases) {
      assertSameBits(f(x, p), right, `${f.name}(${x}, ${p})`);
    }
  });
}
