/**
 * The version of the numerics: of the elementary functions, the orders of
 * sums, the special values, the random draws. It is part of each trial's
 * identity and is raised when any bit of these changes.
 *
 * @example
 * ```ts
 * import { key, numericsVersion } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * // As long as the version is 1, the draw is this one, on every machine.
 * assertEquals(numericsVersion, 1);
 * assertEquals(key(7).integers(0, 10, [3]).toArray(), [6, 8, 1]);
 * ```
 */
export const numericsVersion: number = 1;
