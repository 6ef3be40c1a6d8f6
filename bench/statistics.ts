/** Medians and ratios of speeds. */

/** The middle of some numbers, and how far they spread. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/**
 * The spread of some numbers; the median of an even number of them is the mean
 * of the two in the middle.
 *
 * @throws {RangeError} if there are none.
 */
export function spreadOf(numbers: readonly number[]): Spread {
  if (numbers.length === 0) throw new RangeError("No numbers to spread");
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[half]
    : (sorted[half - 1] + sorted[half]) / 2;
  return { median, least: sorted[0], greatest: sorted[sorted.length - 1] };
}

/**
 * How many times as fast the subject was, round by round: against the fastest
 * of the others in that round.
 *
 * @throws {RangeError} if there are no others, or another number of rounds.
 */
export function ratiosOf(
  subject: readonly number[],
  others: readonly (readonly number[])[],
): number[] {
  const uneven = others.some(({ length }) => length !== subject.length);
  if (others.length === 0 || uneven) {
    throw new RangeError("Speeds are compared round by round");
  }
  return subject.map((speed, round) =>
    speed / Math.max(...others.map((speeds) => speeds[round]))
  );
}

/**
 * How far two results are apart: the greatest difference of their numbers, in
 * parts of the number, or of 1 where that is greater. NaN is far from all.
 */
export function distance(
  a: readonly number[],
  b: readonly number[],
): number {
  if (a.length !== b.length) return Infinity;
  const distances = a.map((number, i) => {
    const far = Math.abs(number - b[i]) / Math.max(1, Math.abs(number));
    return Number.isNaN(far) ? Infinity : far;
  });
  return Math.max(0, ...distances);
}
