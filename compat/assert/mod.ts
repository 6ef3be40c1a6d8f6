/**
 * The assertions of `@std/assert` that this project uses, with the same
 * signatures and behaviour, for places that cannot reach JSR.
 *
 * @module
 */
import { AssertionError, refute } from "./assertion_error.ts";

export { AssertionError };
export * from "./equality.ts";
export * from "./order.ts";
export * from "./thrown.ts";

/** Asserts that a value is truthy. @throws AssertionError where it isn't. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Fails. @throws AssertionError always. */
export function fail(msg?: string): never {
  refute("Failed assertion", msg);
}

/** Asserts that a value is neither `null` nor `undefined`. @throws AssertionError where it is. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual !== null && actual !== undefined) return;
  refute(`Expected actual: "${actual}" to not be null or undefined`, msg);
}

/** Asserts that a text matches a pattern. @throws AssertionError where it doesn't. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  refute(`Expected actual: "${actual}" to match: "${expected}"`, msg);
}

/** Asserts that a text contains another. @throws AssertionError where it doesn't. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (actual.includes(expected)) return;
  refute(`Expected actual: "${actual}" to contain: "${expected}"`, msg);
}

/** Asserts that a value is an instance of a class. @throws AssertionError where it isn't. */
export function assertInstanceOf<
  // deno-lint-ignore no-explicit-any
  T extends abstract new (...args: any[]) => any,
>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const kind = actual === null || actual === undefined
    ? `${actual}`
    : typeof actual === "object"
    ? actual.constructor?.name ?? "Object"
    : typeof actual;
  refute(
    `Expected object to be an instance of "${expectedType.name}" but was "${kind}"`,
    msg,
  );
}
