import { suggest } from "./suggest.ts";

/**
 * Checks that there is something of each name that is given.
 *
 * @param what what cannot be done otherwise: `create adam`.
 * @param kind what the names are names of: `hyperparameter`.
 * @throws {TypeError} for the first other name, with the near one.
 */
export function checkNames(
  what: string,
  kind: string,
  given: object,
  known: readonly string[],
): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(
    `Cannot ${what}: it has no ${kind} ${unknown}` + suggest(unknown, known),
  );
}
