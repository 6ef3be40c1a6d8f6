import { isEqual } from "npm:es-toolkit@1.53.2/predicate";
import { difference, refute, show } from "./assertion_error.ts";

/**
 * Asserts that two values are deeply equal. Numbers are compared as by
 * `SameValueZero`: `NaN` equals `NaN`, and `-0` equals `0`. So are the keys of
 * maps and the members of sets.
 *
 * @throws AssertionError where they differ.
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (isEqual(actual, expected)) return;
  refute("Values are not equal", msg, difference(actual, expected));
}

/**
 * Asserts that two values are not deeply equal in the sense of `assertEquals`.
 *
 * @throws AssertionError where they are equal.
 */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!isEqual(actual, expected)) return;
  refute(`Expected actual: ${show(actual)} not to be: ${show(expected)}`, msg);
}

/**
 * Asserts that two values are the same one by `Object.is`: `NaN` is `NaN`, and
 * `-0` is not `0`.
 *
 * @throws AssertionError where they are not.
 */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  if (show(actual) === show(expected)) {
    const claim = "Values have the same structure but are not reference-equal";
    refute(claim, msg, `\n\n${show(actual)}`);
  }
  refute("Values are not strictly equal", msg, difference(actual, expected));
}
