import { AssertionError } from "@std/assert";
import { halfPi } from "../../support/fixed_point.ts";
import type { Real } from "../../support/real.ts";
import type { Sampler } from "./points.ts";

const BITS = BigInt(-halfPi.exponent);

/** halves · π/4, rounded. */
export function quarterPi(s: Sampler, halves: number): number {
  const product = BigInt(halves) * halfPi.significand;
  return s.round(Number(product >> (BITS - 99n)) / 2 ** 100);
}

/** Where one reduced angle goes over into the next, and multiples of π/2, up to 2³⁰. */
export function boundaries(s: Sampler): number[] {
  const edges: number[] = [];
  for (let i = 0; i < 4000; i++) {
    const halves = i < 200 ? i + 1 : 1 + s.word() % 1367130551;
    const near = s.around(quarterPi(s, halves), 2);
    edges.push(...near, ...near.map((x) => -x));
  }
  return edges.filter((x) => Math.abs(x) <= 2 ** 30);
}

/**
 * The numbers up to 2³⁰ that come nearest to multiples of π/2: m·2ᵉ where m/k is
 * a convergent of (π/2) / 2ᵉ, since convergents are the best approximations.
 */
export function hardest(s: Sampler): number[] {
  const digits = s.format === "float64" ? 53 : 24;
  const found: number[] = [];
  for (let e = -digits; e <= 30 - digits; e++) {
    let [a, b] = [halfPi.significand << BigInt(-e), 1n << BITS];
    let [before, m] = [0n, 1n];
    while (b !== 0n) {
      [before, m] = [m, (a / b) * m + before];
      if (m >> BigInt(digits) !== 0n) break;
      [a, b] = [b, a % b];
      found.push(Number(m) * 2 ** e);
    }
  }
  return found.filter((x) => x <= 2 ** 30).flatMap((x) => [x, -x]);
}

/**
 * Asserts what is promised of arguments beyond 2³⁰: up to 2⁵⁰ an error of at
 * most half an ulp of the argument and one of the result, then a result within
 * [−1, 1].
 */
export function assertSaneBeyond(
  s: Sampler,
  f: (x: number) => number,
  exact: (x: number) => Real,
): void {
  for (let i = 0; i < 20_000; i++) {
    const x = s.signed(30, 50);
    const { significand, exponent } = exact(x);
    const right = Number(significand >> BigInt(-exponent - 100)) / 2 ** 100;
    const ulp = s.format === "float64" ? 2 ** -53 : 2 ** -24;
    const bound = Math.abs(x) * 2 ** -53 + 2 * ulp;
    if (Math.abs(f(x) - right) > bound) {
      throw new AssertionError(`${f.name}(${x}) is ${f(x)}, not ${right}`);
    }
  }
  for (let i = 0; i < 20_000; i++) {
    const x = s.everywhere();
    if (!(Math.abs(f(x)) <= 1)) {
      throw new AssertionError(`${f.name}(${x}) is ${f(x)}`);
    }
  }
}
