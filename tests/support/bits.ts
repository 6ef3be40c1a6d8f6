/** Comparing numbers by their bits, with NaN counted as one value. */
import { AssertionError } from "@std/assert";

/** Numbers in a row: any typed array but those of BigInts, or a plain array. */
export type Numbers = ArrayLike<number>;

/** Whether two numbers have the same bits; `NaN` equals `NaN`, `-0` differs from `0`. */
export function sameBits(a: number, b: number): boolean {
  return Object.is(a, b);
}

function text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Asserts that two numbers, or two rows of numbers of the same kind and
 * length, have the same bits.
 *
 * @throws AssertionError that names the first place at which they differ.
 */
export function assertSameBits(
  actual: number | Numbers,
  expected: number | Numbers,
  message?: string,
): void {
  const suffix = message ? `: ${message}` : "";
  const differ = (claim: string): never => {
    throw new AssertionError(`Bits differ: ${claim}${suffix}`);
  };
  if (typeof actual === "number" && typeof expected === "number") {
    if (sameBits(actual, expected)) return;
    differ(pair(actual, expected));
  } else if (typeof actual === "object" && typeof expected === "object") {
    const kinds = [actual.constructor.name, expected.constructor.name];
    if (kinds[0] !== kinds[1]) differ(`${kinds[0]} for ${kinds[1]}`);
    if (actual.length !== expected.length) {
      differ(`${actual.length} elements for ${expected.length}`);
    }
    for (let i = 0; i < actual.length; i++) {
      if (!sameBits(actual[i], expected[i])) {
        differ(`at ${i}, ${pair(actual[i], expected[i])}`);
      }
    }
  } else {
    differ(`${typeof actual} for ${typeof expected}`);
  }
}

function pair(actual: number, expected: number): string {
  return `${text(actual)} for ${text(expected)} ` +
    `(${ulpDistance(actual, expected)} ulp apart)`;
}

const view = new DataView(new ArrayBuffer(8));

function rank(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}

/**
 * How many steps from one float64 to the next lead from `a` to `b`: 0 for equal
 * numbers, both zeros alike, and `Infinity` where just one of them is `NaN`.
 * Exact up to 2⁵³, rounded beyond.
 */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  }
  const steps = rank(a) - rank(b);
  return Number(steps < 0n ? -steps : steps);
}
