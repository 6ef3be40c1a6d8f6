import type { Format } from "../../../autodiff/elementary/format.ts";
import { log2Floor, type Real, real, shift } from "../../support/real.ts";

/** Digits of the significand and the least and greatest exponent of a format. */
const FORMATS = {
  float64: { digits: 53, least: -1022, greatest: 1023 },
  float32: { digits: 24, least: -126, greatest: 127 },
};

/** Bits after the point of a distance. */
const BITS = 40;

/**
 * The distance from `actual` to the exact result, in ulps of the exact one: the
 * spacing of the numbers of the format around it, which is constant below the
 * least normal number and above the greatest power of two. An infinity stands
 * for the number just beyond the greatest, as it does in rounding, and all
 * exact results beyond that count as it.
 */
export function ulps(actual: number, exact: Real, format: Format): number {
  if (Number.isNaN(actual)) return Infinity;
  const { digits, least, greatest } = FORMATS[format];
  const negative = exact.significand < 0n;
  let significand = negative ? -exact.significand : exact.significand;
  let exponent = exact.exponent;
  let top = significand === 0n ? least : log2Floor(significand) + exponent;
  if (top > greatest) {
    [significand, exponent, top] = [1n, greatest + 1, greatest];
  }
  const unit = Math.max(top, least) - digits + 1 - BITS;
  const expected = shift(significand, exponent - unit);
  let given: bigint;
  if (Math.abs(actual) === Infinity) {
    given = shift(actual < 0 ? -1n : 1n, greatest + 1 - unit);
  } else {
    const parts = real(actual);
    given = shift(parts.significand, parts.exponent - unit);
  }
  if (negative) given = -given;
  const distance = given - expected;
  return Number(distance < 0n ? -distance : distance) / 2 ** BITS;
}
