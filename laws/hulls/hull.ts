import type { Approximate } from "../approximate.ts";
import { formatNumber } from "../format.ts";
import { Violation } from "../law.ts";
import type { Reading } from "./reading.ts";

/** What a step says of a mean of squares. */
export interface Told {
  /** The mean as the step tells it; absent where it doesn't. */
  readonly mean?: Approximate;
  /** What went into the mean. */
  readonly met: Approximate;
  /** What was added to the mean beside that. */
  readonly added?: Approximate;
}

/** How a rule's mean of squares is read off its steps. */
export interface Hull {
  /** Hyperparameters at which it can be. */
  readonly at?: Readonly<Record<string, number>>;
  /** What the mean is before the first step; nothing where it is corrected. */
  readonly start?: (reading: Reading) => Approximate | undefined;
  /** Whether the mean is the greatest so far, which never shrinks. */
  readonly keepsGreatest?: boolean;
  /** What a step says. */
  readonly read: (reading: Reading) => Told;
}

/** Where a mean is, as far as is known. */
interface Range {
  readonly low: number;
  readonly high: number;
}

const nowhere: Range = { low: Infinity, high: -Infinity };

/** Where a number with a bound on its error is. */
function around({ value, error }: Approximate): Range {
  return Number.isNaN(value + error)
    ? { low: -Infinity, high: Infinity }
    : { low: value - error, high: value + error };
}

/** Where a mean begins, and how it may move. */
export interface Movement {
  /** What it is before the first step; absent where it is not known. */
  readonly start?: Approximate;
  /** Whether it is the greatest so far, which never shrinks. */
  readonly keepsGreatest?: boolean;
  /** What it is in words: `a mean of squares`. */
  readonly what?: string;
  /** Where in the run a step is. */
  readonly place: (t: number) => string;
}

/**
 * Makes sure that a mean never leaves the hull of what it was and what it has
 * met. What a step tells narrows down where the mean is; it must not
 * contradict what all steps before have told.
 *
 * @param all what each step says.
 * @throws {Violation} naming the first step that does.
 */
export function staysInHull(
  all: readonly Told[],
  { start, keepsGreatest = false, what = "a mean of squares", place }: Movement,
): void {
  let range = start === undefined ? nowhere : around(start);
  for (const [k, { mean, met, added }] of all.entries()) {
    const own = around(met);
    const more = added === undefined ? { low: 0, high: 0 } : around(added);
    const isNew = range === nowhere;
    const least = isNew ? own.low : Math.min(range.low, own.low);
    const low = (keepsGreatest && !isNew ? range.low : least) + more.low;
    const high = Math.max(range.high, own.high) + more.high;
    range = { low, high };
    if (mean === undefined) continue;
    const told = around(mean);
    if (told.high < low || told.low > high) {
      const [a, b] = [low, high].map(formatNumber);
      throw new Violation(
        `${place(k + 1)}: the step tells ${what} of ` +
          `${formatNumber(mean.value)}, up to ${formatNumber(mean.error)}, ` +
          `where one from ${a} to ${b} is right`,
      );
    }
    range = {
      low: Math.max(low, told.low),
      high: Math.min(high, told.high),
    };
  }
}
