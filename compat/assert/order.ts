import { AssertionError, refute, show } from "./assertion_error.ts";

function order(
  holds: boolean,
  actual: unknown,
  sign: string,
  expected: unknown,
  msg?: string,
): void {
  if (holds) return;
  throw new AssertionError(
    msg ?? `Expect ${show(actual)} ${sign} ${show(expected)}`,
  );
}

/** Asserts `actual > expected`. @throws AssertionError where it isn't. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  order(actual > expected, actual, ">", expected, msg);
}

/** Asserts `actual >= expected`. @throws AssertionError where it isn't. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  order(actual >= expected, actual, ">=", expected, msg);
}

/** Asserts `actual < expected`. @throws AssertionError where it isn't. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  order(actual < expected, actual, "<", expected, msg);
}

/** Asserts `actual <= expected`. @throws AssertionError where it isn't. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  order(actual <= expected, actual, "<=", expected, msg);
}

/**
 * Asserts that two numbers are the same by `Object.is`, or no further apart
 * than `tolerance`, which defaults to 1e-7 of `expected` (1e-7 itself where
 * `expected` is not finite).
 *
 * @throws AssertionError where they are further apart, or one alone is `NaN`.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected)
    ? Math.abs(expected * 1e-7)
    : 1e-7,
  msg?: string,
): void {
  const delta = Math.abs(expected - actual);
  if (Object.is(actual, expected) || delta <= tolerance) return;
  const text = (n: number) => Number.isInteger(n) ? `${n}` : n.toExponential();
  refute(
    `Expected actual: "${text(actual)}" to be close to "${text(expected)}": ` +
      `delta "${text(delta)}" is greater than "${text(tolerance)}"`,
    msg,
  );
}
