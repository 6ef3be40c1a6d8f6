import { assertEquals, assertLessOrEqual } from "@std/assert";
import { CIRCLE } from "../../../autodiff/elementary/circle.ts";
import { EXPONENTIAL } from "../../../autodiff/elementary/exponential.ts";
import { LOGARITHM } from "../../../autodiff/elementary/logarithm.ts";
import { LOGARITHM_PAIR } from "../../../autodiff/elementary/pow_real.ts";
import {
  cos,
  expm1,
  halfPi,
  ln2,
  log1p,
  sin,
} from "../../support/fixed_point.ts";
import { type Real, real } from "../../support/real.ts";

const BITS = 320;
const ONE = 1n << BigInt(BITS);

/** In units of 2⁻³²⁰. */
function fixed(a: number | Real): bigint {
  const { significand, exponent } = typeof a === "number" ? real(a) : a;
  const bits = exponent + BITS;
  return bits >= 0 ? significand << BigInt(bits) : significand >> BigInt(-bits);
}

function multiply(...factors: bigint[]): bigint {
  return factors.reduce((a, b) => (a * b) >> BigInt(BITS));
}

function polynomial(coefficients: readonly number[], x: bigint): bigint {
  return coefficients.reduceRight((sum, c) => fixed(c) + multiply(sum, x), 0n);
}

/** log((1 + s) / (1 − s)) = 2 artanh s */
function artanhTwice(s: number): bigint {
  return fixed(log1p(s)) - fixed(log1p(-s));
}

/** The greatest |a − b| / |c| on 2000 points up to `end`, on both sides of 0. */
function greatestError(
  end: number,
  terms: (x: number) => [a: bigint, b: bigint, c: bigint],
): number {
  let greatest = 0;
  for (let i = 1; i <= 1000; i++) {
    for (const x of [end * i / 1000, -end * i / 1000]) {
      const [a, b, c] = terms(x);
      const error = Math.abs(Number(a - b) / Number(c));
      if (error > greatest) greatest = error;
    }
  }
  return greatest;
}

const HALF_LN2 = 0.34657359027997264;
const QUARTER_PI = 0.7853981633974483;
const GREATEST_S = 0.1715728752538099; // (√2 − 1) / (√2 + 1)

for (
  const [format, bound] of [["float64", 2.9e-19], ["float32", 4.4e-10]] as const
) {
  Deno.test(`The exponential's polynomial in ${format} is within ${bound}`, () => {
    const { coefficients } = EXPONENTIAL[format];
    const error = greatestError(HALF_LN2, (x) => {
      const r = fixed(x);
      const square = multiply(r, r);
      const tail = multiply(square, r, polynomial(coefficients, r));
      const right = fixed(expm1(x));
      return [r + square / 2n + tail, right, right];
    });
    assertLessOrEqual(error, bound);
  });
}

for (
  const [format, bound] of [["float64", 1.24e-18], [
    "float32",
    8.1e-10,
  ]] as const
) {
  Deno.test(`The logarithm's polynomial in ${format} is within ${bound}`, () => {
    const error = greatestError(GREATEST_S, (x) => {
      const s = fixed(x);
      const z = multiply(s, s);
      const tail = multiply(s, z, polynomial(LOGARITHM[format], z));
      const right = artanhTwice(x);
      return [2n * s + tail, right, right];
    });
    assertLessOrEqual(error, bound);
  });
}

Deno.test("The polynomial of the logarithm in two parts is within 8e-23", () => {
  const { twoThirds, coefficients } = LOGARITHM_PAIR;
  const error = greatestError(GREATEST_S, (x) => {
    const s = fixed(x);
    const z = multiply(s, s);
    const factor = fixed(twoThirds[0]) + fixed(twoThirds[1]) +
      multiply(z, polynomial(coefficients, z));
    const right = artanhTwice(x);
    return [2n * s + multiply(s, z, factor), right, right];
  });
  assertLessOrEqual(error, 8e-23);
});

for (
  const [name, coefficients, bound] of [
    ["sine", CIRCLE.sine, 3.8e-18],
    ["short sine", CIRCLE.shortSine, 5.2e-12],
  ] as const
) {
  Deno.test(`The ${name}'s polynomial is within ${bound}`, () => {
    const error = greatestError(QUARTER_PI, (x) => {
      const r = fixed(x);
      const z = multiply(r, r);
      const tail = multiply(r, z, polynomial(coefficients, z));
      const right = fixed(sin(x));
      return [r + tail, right, right];
    });
    assertLessOrEqual(error, bound);
  });
}

for (
  const [name, coefficients, bound] of [
    ["cosine", CIRCLE.cosine, 5.7e-20],
    ["short cosine", CIRCLE.shortCosine, 1.17e-10],
  ] as const
) {
  Deno.test(`The ${name}'s polynomial is within ${bound}`, () => {
    const error = greatestError(QUARTER_PI, (x) => {
      const z = multiply(fixed(x), fixed(x));
      const tail = multiply(z, z, polynomial(coefficients, z));
      const right = fixed(cos(x));
      return [ONE - z / 2n + tail, right, right];
    });
    assertLessOrEqual(error, bound);
  });
}

/** How many bits a number takes from its first 1 to its last. */
function width(x: number): number {
  const { significand } = real(x);
  const digits = significand.toString(2);
  return digits.replace(/0+$/, "").length;
}

/** Asserts that the parts, widest first, add up to `whole`, but for half an ulp of the last. */
function assertParts(parts: readonly number[], whole: Real, digits: number) {
  const left = parts.reduce((sum, part) => sum - fixed(part), fixed(whole));
  const last = Math.abs(parts[parts.length - 1]);
  assertLessOrEqual(Math.abs(Number(left)) / 2 ** BITS, last / 2 ** digits);
}

Deno.test("ln 2 in two parts is right, and multiples of the first are exact", () => {
  const { float64, float32 } = EXPONENTIAL;
  assertParts([float64.ln2High, float64.ln2Low], ln2, 53);
  assertParts([float32.ln2High, float32.ln2Low], ln2, 24);
  assertLessOrEqual(width(float64.ln2High), 53 - width(1079 /* 11 bits */));
  assertLessOrEqual(width(float32.ln2High), 24 - width(151 /* 8 bits */));
});

Deno.test("π/2 in parts is right, and multiples up to 2^30 of the parts are exact", () => {
  const { parts, rest, shortRest } = CIRCLE;
  assertParts([...parts, rest], halfPi, 53);
  assertParts([...parts.slice(0, 2), shortRest], halfPi, 53);
  assertEquals(parts.filter((part) => width(part) > 23), []);
});
