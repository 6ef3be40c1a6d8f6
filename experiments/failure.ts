/**
 * Something outside the program went wrong, and its message says what: a
 * command that does not exist, a file that cannot be written, data that cannot
 * be loaded.
 *
 * @example
 * ```ts
 * import { Failure, readResults } from "@descent/lab/experiments";
 * import { assertRejects, assertStringIncludes } from "@std/assert";
 *
 * const error = await assertRejects(
 *   () => readResults("README.md", "."),
 *   Failure,
 * );
 * assertStringIncludes(error.message, "Cannot read ./README.md");
 * ```
 */
export class Failure extends Error {
  /** The kind of error: `Failure`. */
  override readonly name: string = "Failure";
}

/**
 * The result of some work that depends on the outside.
 *
 * @param what what the work does, after "Cannot": `write results/iris`.
 * @throws {Failure} if the work fails, with the first line of the reason.
 */
export async function attempt<T>(
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const [reason] = String((cause as Error)?.message ?? cause).split("\n");
    throw new Failure(`Cannot ${what}: ${reason}`, { cause });
  }
}
