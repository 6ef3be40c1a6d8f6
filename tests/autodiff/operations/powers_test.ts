import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { tensor } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  assertClose,
  at,
  checkElements,
  derivative,
  slopes,
  typed,
} from "./elementwise_support.ts";

Deno.test("sqrt() is the rounded root in float64 and float32", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((x) => x.sqrt(), (x) => Math.sqrt(x), dtype);
  }
  assertSameBits(at((x) => x.sqrt(), [-0, 0, 2.25, -1, Infinity, NaN]), [
    -0,
    0,
    1.5,
    NaN,
    Infinity,
    NaN,
  ]);
});

Deno.test("sqrt() in float32 is the float32 nearest to the root", () => {
  const normal = fc.float({ min: 2 ** -100, max: 2 ** 100, noNaN: true });
  check(
    fc.property(normal, (x) => {
      const [y] = at((x) => x.sqrt(), [x], "float32");
      const bits = new Uint32Array(typed([y], "float32").buffer)[0];
      const near = new Float32Array(
        new Uint32Array([bits - 1, bits + 1]).buffer,
      );
      const [low, high] = [(near[0] + y) / 2, (y + near[1]) / 2];
      // Squares of 25 bits are exact in float64.
      assert(low * low <= x && x <= high * high);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("sqrt() has derivative 1/(2 sqrt(x)), and 0 at 0", () => {
  assertEquals(slopes((x) => x.sqrt(), [4, 0.25, 0], 6), [1.5, 6, 0]);
  const second = slopes(derivative((x) => x.sqrt()), [4, 0.25]);
  assertEquals(second, [-1 / 32, -2]);
});

type Round = (x: number) => number;

/** Exponents with the products that define them, written out. */
const products: [number, (x: number, r: Round) => number][] = [
  [0, () => 1],
  [1, (x) => x],
  [2, (x, r) => r(x * x)],
  [3, (x, r) => r(x * r(x * x))],
  [4, (x, r) => r(r(x * x) * r(x * x))],
  [5, (x, r) => r(x * r(r(x * x) * r(x * x)))],
  [6, (x, r) => r(r(x * x) * r(r(x * x) * r(x * x)))],
  [7, (x, r) => r(r(x * r(x * x)) * r(r(x * x) * r(x * x)))],
  [-1, (x, r) => r(1 / x)],
  [-2, (x, r) => r(1 / r(x * x))],
  [-3, (x, r) => r(1 / r(x * r(x * x)))],
  [0.5, (x, r) => r(Math.sqrt(x))],
  [1.5, (x, r) => r(x * r(Math.sqrt(x)))],
  [2.5, (x, r) => r(r(x * x) * r(Math.sqrt(x)))],
  [3.5, (x, r) => r(r(x * r(x * x)) * r(Math.sqrt(x)))],
  [-0.5, (x, r) => r(1 / r(Math.sqrt(x)))],
  [-1.5, (x, r) => r(1 / r(x * r(Math.sqrt(x))))],
];

Deno.test("pow() multiplies by squares in a fixed order, rounding each time", () => {
  for (const [exponent, product] of products) {
    checkElements(
      (x) => x.pow(exponent),
      (x) => product(x, (y) => y),
      "float64",
    );
    checkElements(
      (x) => x.pow(exponent),
      (x) => product(x, Math.fround),
      "float32",
    );
  }
});

/** A finite float64 as `mantissa` · 2^`exponent`. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0];
  const biased = Number(bits >> 52n & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  assert(x > 0 && biased > 0 && biased < 0x7ff);
  return { mantissa: fraction | 1n << 52n, exponent: biased - 1075 };
}

/** `y`/`x^n` − 1 in units of 2^−53, by exact integers. */
function errorOf(y: number, yPower: number, x: number, n: number): number {
  const [a, b] = [parts(y), parts(x)];
  let top = a.mantissa ** BigInt(yPower);
  let bottom = b.mantissa ** BigInt(Math.abs(n));
  if (n < 0) [top, bottom] = [top * bottom, 1n];
  const shift = a.exponent * yPower - b.exponent * n;
  if (shift >= 0) top <<= BigInt(shift);
  else bottom <<= BigInt(-shift);
  const scaled = (top - bottom << 73n) / bottom;
  return Math.abs(Number(scaled)) / 2 ** 20;
}

Deno.test("pow() keeps the error it states for integers and half-integers", () => {
  const base = fc.double({ min: 0.5, max: 2, noNaN: true });
  const twice = fc.integer({ min: -80, max: 80 });
  check(
    fc.property(base, twice, (x, twice) => {
      const exponent = twice / 2;
      const [y] = at((x) => x.pow(exponent), [x]);
      const error = errorOf(y, 2, x, twice) / 2;
      assert(error < Math.abs(exponent) + 2, `${x}^${exponent}: ${error}`);
    }),
    { numRuns: 500 },
  );
});

Deno.test("pow() with other exponents goes through exp and log", () => {
  const points = [1e-3, 0.3, 1, 2, 700];
  for (const exponent of [0.3, -0.7, 1 / 3, Math.PI, -2.1]) {
    const expected = points.map((x) => Math.exp(exponent * Math.log(x)));
    // |exponent · log x| < 21: 21 ulp from the product's rounding, some more.
    assertClose(at((x) => x.pow(exponent), points), expected, 32 * 2 ** -52);
    assertClose(
      at((x) => x.pow(exponent), points.map(Math.fround), "float32")
        .map((y, i) => y / expected[i]),
      points.map(() => 1),
      // The exponent's and the base's own rounding count for another 21 each.
      64 * 2 ** -23,
    );
  }
});

Deno.test("pow() with other exponents is NaN below zero and for NaN", () => {
  for (const dtype of ["float64", "float32"] as const) {
    for (const exponent of [0.3, -0.3]) {
      const f = (x: number) => at((x) => x.pow(exponent), [x], dtype);
      assertSameBits(f(-1), [NaN]);
      assertSameBits(f(NaN), [NaN]);
    }
  }
});

Deno.test("pow() has the special values of products and roots", () => {
  const f = (exponent: number) =>
    at((x) => x.pow(exponent), [
      0,
      -0,
      Infinity,
      -Infinity,
      NaN,
      -2,
    ]);
  assertSameBits(f(0), [1, 1, 1, 1, 1, 1]);
  assertSameBits(f(3), [0, -0, Infinity, -Infinity, NaN, -8]);
  assertSameBits(f(-1), [Infinity, -Infinity, 0, -0, NaN, -0.5]);
  assertSameBits(f(-2), [Infinity, Infinity, 0, 0, NaN, 0.25]);
  assertSameBits(f(1.5), [0, 0, Infinity, NaN, NaN, NaN]);
});

Deno.test("pow() with a huge exponent ends", () => {
  const bases = [1, -1, 2, 0.5, 0, Infinity];
  for (const exponent of [2 ** 53 + 2, 1e300, Number.MAX_VALUE]) {
    assertSameBits(at((x) => x.pow(exponent), bases), [
      1,
      1,
      Infinity,
      0,
      0,
      Infinity,
    ]);
  }
  assertSameBits(at((x) => x.pow(-1e300), bases), [
    1,
    1,
    0,
    Infinity,
    Infinity,
    0,
  ]);
  assertSameBits(at((x) => x.pow(2 ** 53 - 1), [-1]), [-1]);
});

Deno.test("pow() rounds the exponent to float32 in float32", () => {
  // The exact powers differ by 1e-8 log(x), which is 4 ulp in float32.
  const f = (exponent: number) =>
    at((x) => x.pow(exponent), [1e10, 1e-10], "float32");
  assertSameBits(f(3 + 1e-8), f(3));
});

Deno.test("pow() has derivative exponent * x^(exponent - 1)", () => {
  const at2 = (exponent: number) => slopes((x) => x.pow(exponent), [2, 4], 3);
  assertEquals(at2(3), [36, 144]);
  assertEquals(at2(1), [3, 3]);
  assertEquals(at2(-1), [-0.75, -0.1875]);
  assertEquals(at2(1.5)[1], 9);
  assertEquals(at2(-0.5)[1], -0.1875);
  assertClose(
    at2(0.3),
    [2, 4].map((x) => 0.9 * Math.exp(-0.7 * Math.log(x))),
    1e-14,
  );
  assertEquals(slopes((x) => x.pow(2), [0, -3], 5), [0, -30]);
});

Deno.test("pow() with exponent 0 is constant, at 0 and NaN too", () => {
  assertSameBits(slopes((x) => x.pow(0), [2, 0, NaN, Infinity]), [0, 0, 0, 0]);
});

Deno.test("pow() has second derivatives", () => {
  const second = slopes(derivative((x) => x.pow(3)), [2, -1, 0], 5);
  assertEquals(second.map((x) => x + 0), [60, -30, 0]);
  assertEquals(slopes(derivative((x) => x.pow(1)), [2, 0]), [0, 0]);
});

Deno.test("pow() refuses an exponent that is not finite", () => {
  for (const exponent of [NaN, Infinity, -Infinity]) {
    assertThrows(
      () => tensor([1]).pow(exponent),
      RangeError,
      `Cannot pow: exponent must be a number, finite in float64, current value is ` +
        exponent,
    );
  }
  assertThrows(
    () => tensor([1], "float32").pow(1e39),
    RangeError,
    "Cannot pow: exponent must be a number, finite in float32, current value is " +
      "1e+39",
  );
});
