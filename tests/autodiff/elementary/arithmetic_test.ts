import { assertEquals } from "@std/assert";
import {
  fastTwoSum,
  nearest,
  polynomial,
  twoProduct,
  twoSum,
} from "../../../autodiff/elementary/arithmetic.ts";
import { assertSameBits } from "../../support/bits.ts";
import { real } from "../../support/real.ts";
import { Sampler } from "./points.ts";
import { scalarMachine } from "./scalar_machine.ts";

const wide = scalarMachine("float64");
const single = scalarMachine("float32");

/** In units of 2⁻²⁰⁰⁰. */
function exact(a: number): bigint {
  const { significand, exponent } = real(a);
  return significand << BigInt(exponent + 2000);
}

Deno.test("nearest() rounds ties to even, and never to -0", () => {
  const cases = [
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [-0, 0],
    [0.49999999999999994, 0],
    [3.75, 4],
    [-3.25, -3],
  ];
  for (const [a, right] of cases) {
    assertSameBits(nearest(wide, a), right);
    assertSameBits(nearest(single, Math.fround(a)), right);
  }
  for (const greatest of [2251799813685247.5, -2251799813685247.5]) {
    assertSameBits(
      nearest(wide, greatest),
      greatest < 0 ? -(2 ** 51) : 2 ** 51,
    );
  }
  assertSameBits(nearest(wide, NaN), NaN);
});

Deno.test("twoSum() and fastTwoSum() lose nothing", () => {
  const s = new Sampler("float64");
  for (let i = 0; i < 10_000; i++) {
    const [a, b] = [s.signed(-60, 60), s.signed(-60, 60)];
    const sum = twoSum(wide, a, b);
    assertEquals(exact(sum.high) + exact(sum.low), exact(a) + exact(b));
    const [large, small] = Math.abs(a) < Math.abs(b) ? [b, a] : [a, b];
    assertEquals(fastTwoSum(wide, large, small), sum);
    assertEquals(fastTwoSum(wide, 0, b), { high: b, low: 0 });
  }
});

Deno.test("twoProduct() loses nothing", () => {
  const s = new Sampler("float64");
  for (let i = 0; i < 10_000; i++) {
    const [a, b] = [s.signed(-100, 100), s.signed(-100, 100)];
    const { high, low } = twoProduct(wide, a, b);
    assertSameBits(high, a * b);
    assertEquals((exact(high) + exact(low)) << 2000n, exact(a) * exact(b));
  }
});

Deno.test("polynomial() evaluates polynomials of every degree", () => {
  for (let length = 1; length <= 12; length++) {
    const coefficients = Array.from({ length }, (_, i) => i + 1);
    let right = 0;
    for (const c of coefficients.toReversed()) right = right * 3 + c;
    assertEquals(polynomial(wide, coefficients, 3), right);
  }
});
