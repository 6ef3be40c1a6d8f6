import type { Value } from "../../../../autodiff/graph.ts";

/**
 * For each element of a value two numbers between which it lies: the number
 * that exact arithmetic gives, and the ones that rounded arithmetic gives in
 * every precision up to the unit roundoff of {@link Rounding}.
 */
export interface Enclosure {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /**
   * Which number an element is, where it is one that other elements are too,
   * moved but not changed; 0 where that is not known. Elements of one origin
   * are equal, however far apart their bounds lie.
   */
  readonly origin: Float64Array;
}

/** How coarsely results are rounded. */
export interface Rounding {
  /** The unit roundoff, half the distance from 1 to the next number. */
  readonly unit: number;
  /** The smallest positive number, which bounds the error of an underflow. */
  readonly least: number;
}

/** Rounding of float64. */
export const rounding64: Rounding = {
  unit: 2 ** -53,
  least: Number.MIN_VALUE,
};

/** Rounding of float32. */
export const rounding32: Rounding = { unit: 2 ** -24, least: 2 ** -149 };

/** How an operation acts on enclosures: `step` is its result in the graph. */
export type Rule = (
  inputs: readonly Enclosure[],
  step: Value,
  rounding: Rounding,
) => Enclosure;

/** Bounds that hold nothing yet. */
export function unknown(size: number): Enclosure {
  return {
    low: new Float64Array(size),
    high: new Float64Array(size),
    origin: new Float64Array(size),
  };
}

let lastOrigin = 0;

/** Bounds around numbers that each are an origin of their own. */
export function fresh(low: Float64Array, high: Float64Array): Enclosure {
  return { low, high, origin: low.map(() => ++lastOrigin) };
}

/** Rounding of integers: none. */
export const unrounded: Rounding = { unit: 0, least: 0 };

/**
 * The relative error of a result that is off by `ulps` units of roundoff, with
 * room for the float64 rounding of what is computed in its place here: 2⁻⁵¹
 * covers two roundings to either side.
 */
export function relativeError({ unit }: Rounding, ulps: number): number {
  return unit === 0 ? 0 : ulps * (unit + 2 ** -51);
}

/** Writes bounds, widened by the error of a result off by `ulps` units. */
export function bound(
  to: Enclosure,
  i: number,
  low: number,
  high: number,
  rounding: Rounding,
  ulps: number,
): void {
  const share = relativeError(rounding, ulps);
  const slack = ulps * rounding.least;
  const below = low - Math.abs(low) * share - slack;
  const above = high + Math.abs(high) * share + slack;
  to.low[i] = Number.isNaN(below) ? -Infinity : below;
  to.high[i] = Number.isNaN(above) ? Infinity : above;
}

/**
 * Writes the bounds of a sum of `count` terms added in any order, each
 * addition rounded: off by at most `count` units of the sum of the
 * magnitudes, `size`.
 */
export function boundSum(
  to: Enclosure,
  i: number,
  [low, high, size]: readonly [low: number, high: number, size: number],
  count: number,
  rounding: Rounding,
): void {
  const slack = relativeError(rounding, count) * size + count * rounding.least;
  bound(to, i, low - slack, high + slack, rounding, 0);
}

/** The interval that holds all products of numbers of two intervals. */
export function times(
  a: readonly [number, number],
  b: readonly [number, number],
): [number, number] {
  const products = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
  return products.some(Number.isNaN)
    ? [-Infinity, Infinity]
    : [Math.min(...products), Math.max(...products)];
}
