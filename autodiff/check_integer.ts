import { rangeError } from "./handle.ts";

/**
 * Checks a number that must be an integer.
 *
 * @throws {RangeError} if it is not one in [`least`, `greatest`].
 */
export function checkInteger(
  name: string,
  what: string,
  value: number,
  least: number,
  greatest: number,
): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  const right = `${what} must be an integer in [${least}, ${greatest}]`;
  throw rangeError(name, right, value);
}

/**
 * Checks how many of something there are to be.
 *
 * @throws {RangeError} if it is not a whole number of at least `least`.
 */
export function checkCount(
  name: string,
  what: string,
  count: unknown,
  least: number = 0,
): void {
  if (Number.isSafeInteger(count) && (count as number) >= least) return;
  const right = `${what} must be a whole number of at least ${least}`;
  throw rangeError(name, right, count);
}
