import * as fc from "fast-check";
import type { Tensor } from "../../../autodiff/mod.ts";
import { assert } from "@std/assert";
import { assertSameBits, ulpDistance } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertClose, at, derivative, slopes } from "./elementwise_support.ts";

/**
 * Checks an elementary function against the engine's, in float64 and float32.
 * Ours is within 1 ulp and so is the engine's; `ulps` is the sum, or what the
 * formula in `expected` adds.
 */
function checkAgainst(
  f: (x: Tensor) => Tensor,
  expected: (x: number) => number,
  low: number,
  high: number,
  ulps = 2,
): void {
  const points = fc.double({ min: low, max: high, noNaN: true });
  check(
    fc.property(points, (x) => {
      const [y] = at(f, [x]);
      const distance = ulpDistance(y, expected(x));
      assert(distance <= ulps, `at ${x}: ${y} for ${expected(x)}`);
      const single = Math.fround(x);
      const [z] = at(f, [single], "float32");
      const wanted = expected(single);
      // 1 ulp is at most 2^-23 of the value, or a subnormal step.
      const bound = 2 * Math.abs(wanted) * 2 ** -23 + 2 ** -149;
      assert(
        Math.abs(z - wanted) <= bound || z === Math.fround(wanted),
        `at ${single}: ${z} for ${wanted} in float32`,
      );
    }),
    { numRuns: 500 },
  );
}

const points = [-1.5, -0.3, 0, 0.2, 1, 2.5];
const positives = [0.01, 0.3, 1, 2.5, 40];

Deno.test("exp() is e^x", () => {
  checkAgainst((x) => x.exp(), Math.exp, -80, 80);
  assertSameBits(at((x) => x.exp(), [-Infinity, -0, 0, Infinity, NaN, 710]), [
    0,
    1,
    1,
    Infinity,
    NaN,
    Infinity,
  ]);
});

Deno.test("log() is the natural logarithm", () => {
  checkAgainst((x) => x.log(), Math.log, 1e-30, 1e30);
  assertSameBits(at((x) => x.log(), [0, -0, 1, -1, Infinity, NaN]), [
    -Infinity,
    -Infinity,
    0,
    NaN,
    Infinity,
    NaN,
  ]);
});

Deno.test("expm1() is e^x - 1, near 0 too", () => {
  checkAgainst((x) => x.expm1(), Math.expm1, -80, 80);
  assertSameBits(at((x) => x.expm1(), [-0, 1e-300, -Infinity, Infinity, NaN]), [
    -0,
    1e-300,
    -1,
    Infinity,
    NaN,
  ]);
});

Deno.test("log1p() is log(1 + x), near 0 too", () => {
  checkAgainst((x) => x.log1p(), Math.log1p, -0.999, 1e30);
  assertSameBits(at((x) => x.log1p(), [-0, 1e-300, -1, -2, Infinity, NaN]), [
    -0,
    1e-300,
    -Infinity,
    NaN,
    Infinity,
    NaN,
  ]);
});

Deno.test("sin() and cos() take radians", () => {
  checkAgainst((x) => x.sin(), Math.sin, -1000, 1000);
  checkAgainst((x) => x.cos(), Math.cos, -1000, 1000);
  assertSameBits(at((x) => x.sin(), [-0, Infinity, NaN]), [-0, NaN, NaN]);
  assertSameBits(at((x) => x.cos(), [-0, -Infinity, NaN]), [1, NaN, NaN]);
});

// Ours is within 2 ulp here; the engine's parts add 1 each and 0.5 an operation.
Deno.test("tanh() is the hyperbolic tangent", () => {
  checkAgainst((x) => x.tanh(), Math.tanh, -30, 30, 3);
  assertSameBits(at((x) => x.tanh(), [-0, -Infinity, Infinity, NaN]), [
    -0,
    -1,
    1,
    NaN,
  ]);
});

Deno.test("sigmoid() is 1/(1 + e^-x)", () => {
  checkAgainst((x) => x.sigmoid(), (x) => 1 / (1 + Math.exp(-x)), -80, 80, 5);
  assertSameBits(at((x) => x.sigmoid(), [-Infinity, 0, Infinity, NaN]), [
    0,
    0.5,
    1,
    NaN,
  ]);
});

Deno.test("softplus() is log(1 + e^x) and neither overflows nor loses", () => {
  const stable = (x: number) =>
    Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  checkAgainst((x) => x.softplus(), stable, -80, 80, 6);
  assertSameBits(
    at((x) => x.softplus(), [-Infinity, 1000, Infinity, NaN]),
    [0, 1000, Infinity, NaN],
  );
});

Deno.test("exponentials and logarithms have their derivatives", () => {
  const exp = points.map((x) => 3 * Math.exp(x));
  const tolerance = 16 * Number.EPSILON; // a few roundings and 1 ulp each
  assertClose(slopes((x) => x.exp(), points, 3), exp, tolerance);
  assertClose(slopes((x) => x.expm1(), points, 3), exp, tolerance);
  assertSameBits(
    slopes((x) => x.log(), positives, 3),
    positives.map((x) => 3 / x),
  );
  assertSameBits(
    slopes((x) => x.log1p(), positives, 3),
    positives.map((x) => 3 / (x + 1)),
  );
});

Deno.test("sin() and cos() have each other as derivatives", () => {
  const tolerance = 4 * Number.EPSILON; // 1 ulp each, and a product
  const sin = points.map((x) => -3 * Math.sin(x));
  const cos = points.map((x) => 3 * Math.cos(x));
  assertClose(slopes((x) => x.sin(), points, 3), cos, tolerance);
  assertClose(slopes((x) => x.cos(), points, 3), sin, tolerance);
  assertClose(slopes(derivative((x) => x.cos()), points, -3), cos, tolerance);
});

Deno.test("tanh(), sigmoid(), softplus() have their derivatives", () => {
  const tolerance = 16 * Number.EPSILON; // a few roundings of numbers below 3
  assertClose(
    slopes((x) => x.tanh(), points, 3),
    points.map((x) => 3 / (Math.cosh(x) * Math.cosh(x))),
    tolerance,
  );
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  assertClose(
    slopes((x) => x.sigmoid(), points, 3),
    points.map((x) => 3 * sigmoid(x) * sigmoid(-x)),
    tolerance,
  );
  assertClose(
    slopes((x) => x.softplus(), points, 3),
    points.map((x) => 3 * sigmoid(x)),
    tolerance,
  );
});

Deno.test("tanh(), sigmoid(), softplus() have derivatives far from 0", () => {
  const far = [-800, 800];
  assertSameBits(slopes((x) => x.tanh(), far), [0, 0]);
  assertSameBits(slopes((x) => x.sigmoid(), far), [0, 0]);
  assertSameBits(slopes((x) => x.softplus(), far), [0, 1]);
});

Deno.test("relu() is +0 below zero, else x, so that NaN and -0 pass", () => {
  const inputs = [-Infinity, -5e-324, -0, 0, 2, Infinity, NaN];
  for (const dtype of ["float64", "float32"] as const) {
    const x = dtype === "float32" ? inputs.map(Math.fround) : inputs;
    const small = dtype === "float32" ? -0 : 0;
    assertSameBits(at((x) => x.relu(), x, dtype), [
      0,
      small,
      -0,
      0,
      2,
      Infinity,
      NaN,
    ]);
  }
});

Deno.test("relu() has derivative 1 above zero and 0 elsewhere", () => {
  const inputs = [-2, -0, 0, 5e-324, 3];
  assertSameBits(slopes((x) => x.relu(), inputs, 5), [0, 0, 0, 5, 5]);
  assertSameBits(slopes((x) => x.relu(), [-2, 3], Infinity), [0, Infinity]);
  const second = slopes(derivative((x) => x.relu()), inputs);
  assertSameBits(second, [0, 0, 0, 0, 0]);
});
