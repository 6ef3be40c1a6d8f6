/**
 * The version of the numerics: of the elementary functions, the orders of
 * sums, the special values, the random draws. It is part of each trial's
 * identity and is raised when any bit of these changes.
 *
 * @example
 * ```ts
 * import { numericsVersion } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(Number.isInteger(numericsVersion), true);
 * ```
 */
export const numericsVersion: number = 1;
