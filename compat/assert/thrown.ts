import { refute } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

type Expectation = [
  kind?: ErrorClass<Error> | string,
  includes?: string,
  msg?: string,
];

function examine(
  error: unknown,
  verb: string,
  [kind, includes, msg]: Expectation,
): void {
  if (kind === undefined || typeof kind === "string") return;
  if (!(error instanceof Error)) {
    refute(`A non-Error object was ${verb}`, msg);
  }
  if (!(error instanceof kind)) {
    const actual = (error as Error).constructor.name;
    refute(
      `Expected error to be instance of "${kind.name}", but was "${actual}"`,
      msg,
    );
  }
  if (includes !== undefined && !error.message.includes(includes)) {
    refute(
      `Expected error message to include ${JSON.stringify(includes)}, but got ${
        JSON.stringify(error.message)
      }`,
      msg,
    );
  }
}

function ownMessage([kind, , msg]: Expectation): string | undefined {
  return typeof kind === "string" ? kind : msg;
}

/**
 * Asserts that a function throws, and returns what it threw.
 *
 * @throws AssertionError where it returns.
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Asserts that a function throws an error of a class, whose message includes a
 * text, and returns that error.
 *
 * @throws AssertionError where it returns or throws something else.
 */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(fn: () => unknown, ...rest: Expectation): unknown {
  try {
    fn();
  } catch (error) {
    examine(error, "thrown", rest);
    return error;
  }
  refute("Expected function to throw", ownMessage(rest));
}

/**
 * Asserts that a function returns a promise that rejects, and gives the reason.
 *
 * @throws AssertionError where the promise fulfils, or the function itself
 * throws or returns no promise.
 */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/**
 * Asserts that a function returns a promise that rejects with an error of a
 * class, whose message includes a text, and gives that error.
 *
 * @throws AssertionError where the promise fulfils or rejects with something
 * else, or the function itself throws or returns no promise.
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  ...rest: Expectation
): Promise<unknown> {
  let promise: PromiseLike<unknown> | undefined;
  try {
    promise = fn();
  } catch {
    promise = undefined;
  }
  if (typeof promise?.then !== "function") {
    refute("Function throws when expected to reject", ownMessage(rest));
  }
  try {
    await promise;
  } catch (error) {
    examine(error, "rejected", rest);
    return error;
  }
  refute("Expected function to reject", ownMessage(rest));
}
