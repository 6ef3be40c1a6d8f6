import { AssertionError as NodeAssertionError } from "node:assert";
import { inspect } from "node:util";

/** The error that every assertion of this package throws. */
export class AssertionError extends Error {
  /** Makes the error from its message and, optionally, its cause. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** Throws an `AssertionError` that says `claim` and, after it, the caller's own message. */
export function refute(claim: string, msg?: string, detail = ""): never {
  throw new AssertionError(`${claim}${msg ? `: ${msg}` : "."}${detail}`);
}

/** A value as it appears in a message. */
export function show(value: unknown): string {
  return inspect(value, { depth: 10, maxArrayLength: 100, sorted: true });
}

/** The two values line by line, with a mark at the lines in which they differ. */
export function difference(actual: unknown, expected: unknown): string {
  const { message } = new NodeAssertionError({
    actual,
    expected,
    operator: "deepStrictEqual",
  });
  return message.slice(message.indexOf("\n"));
}
