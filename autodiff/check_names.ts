import { typeError } from "./handle.ts";
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

/**
 * Checks that options are a record, and each of them is known.
 *
 * @param what what cannot be done otherwise: `minimize`.
 * @throws {TypeError} for what is no record, and for an unknown option.
 */
export function checkOptionNames(
  what: string,
  options: unknown,
  known: readonly string[],
  right: string = "a record",
): void {
  if (
    typeof options !== "object" || options === null || Array.isArray(options)
  ) {
    throw typeError(what, `options must be ${right}`, options);
  }
  checkNames(what, "option", options, known);
}
