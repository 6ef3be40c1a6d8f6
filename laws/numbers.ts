/** Numbers from which laws draw gradients and weights. */
import { fc } from "./deps.ts";
import type { Subject } from "./subject.ts";

type Float = Subject["dtype"];

/** What laws need to know of a dtype. */
export interface Format {
  /** Rounds to it. */
  readonly round: (x: number) => number;
  /** Half a unit in the last place of 1: the relative error of a rounding. */
  readonly unit: number;
  /** The least positive number, the error among subnormals. */
  readonly least: number;
  /** Its greatest number. */
  readonly greatest: number;
  /** The exponent of two of the greatest number, and below which squares round. */
  readonly top: number;
  /** The exponent of two of the least number. */
  readonly bottom: number;
  /** Squares of numbers from 2^-safe to 2^safe are far from the ends. */
  readonly safe: number;
}

/** The formats by their names. */
export const formats: Readonly<Record<Float, Format>> = {
  float64: {
    round: (x) => x,
    unit: 2 ** -53,
    least: 2 ** -1074,
    greatest: Number.MAX_VALUE,
    top: 1023,
    bottom: -1074,
    safe: 480,
  },
  float32: {
    round: Math.fround,
    unit: 2 ** -24,
    least: 2 ** -149,
    greatest: (2 - 2 ** -23) * 2 ** 127,
    top: 127,
    bottom: -149,
    safe: 50,
  },
};

/** Fractions of at most 8, short ones first: counterexamples shrink to them. */
function fractions(): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    {
      weight: 2,
      arbitrary: fc.integer({ min: -16, max: 16 }).map((n) => n / 2),
    },
    {
      weight: 3,
      arbitrary: fc.maxSafeInteger().map((n) => n / 2 ** 50),
    },
  );
}

/** Numbers scaled by powers of two from 2^low to 2^high. */
function scaled(
  format: Format,
  low: number,
  high: number,
): fc.Arbitrary<number> {
  const clip = (x: number) => {
    const rounded = format.round(x);
    return Math.abs(rounded) > format.greatest ? Math.sign(x) : rounded;
  };
  // Twice, since a power of two may itself leave the range.
  return fc.tuple(fractions(), powers(low, high))
    .map(([x, k]) => clip(x / 8 * 2 ** (k >> 1) * 2 ** (k - (k >> 1))));
}

/** Whole numbers, those near 0 first. */
function powers(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

/** Numbers whose magnitude is 0 or from about 2^-20 to 2^20. */
export function ordinary(dtype: Float): fc.Arbitrary<number> {
  const format = formats[dtype];
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: scaled(format, 0, 3) },
    { weight: 3, arbitrary: scaled(format, -16, 20) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1) },
  ).map((x) => Math.abs(x) < 2 ** -20 ? 0 * x : x);
}

/** Numbers that aren't 0 and whose squares are normal and finite. */
export function squarable(dtype: Float): fc.Arbitrary<number> {
  const format = formats[dtype];
  const { safe } = format;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: scaled(format, 0, 3) },
    { weight: 3, arbitrary: scaled(format, -20, 20) },
    { weight: 2, arbitrary: scaled(format, -safe, safe) },
  ).map((x) => Math.abs(x) < 2 ** -safe ? 1 : x);
}

/**
 * Numbers over the whole finite range: zeros of both signs, subnormals, those
 * whose squares underflow or overflow, and ordinary ones often enough.
 */
export function wide(dtype: Float): fc.Arbitrary<number> {
  const format = formats[dtype];
  const { least, greatest, top, bottom, round } = format;
  const edges = [0, -0, least, -least, greatest, -greatest];
  edges.push(2 ** (top >> 1), round(2 ** (top >> 1) * 1.5), 1, -1);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: scaled(format, 0, 3) },
    { weight: 3, arbitrary: scaled(format, bottom >> 1, top >> 1) },
    { weight: 3, arbitrary: scaled(format, bottom, top) },
    { weight: 2, arbitrary: fc.constantFrom(...edges) },
  );
}
