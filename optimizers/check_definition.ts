import { checkNames } from "../autodiff/check_names.ts";
import { typeError } from "../autodiff/handle.ts";
import { isRecord } from "../autodiff/trees.ts";
import { kinds } from "./context.ts";
import type { Traits } from "./define.ts";

const traits: Readonly<Record<keyof Traits, true>> = {
  coordinatewise: true,
  ignoresWeights: true,
  odd: true,
  degree: true,
  stepNeverGrows: true,
  meanSquare: true,
  ownStepSize: true,
  idleKeepsState: true,
  tensorwise: true,
  followsWeights: true,
  rotations: true,
};

/**
 * Checks the names of traits that are claimed.
 *
 * @param what what cannot be done otherwise: `define adam`.
 * @throws {TypeError} for one that there is not.
 */
export function checkTraits(what: string, claimed: object): void {
  checkNames(what, "trait", claimed, Object.keys(traits));
}

/**
 * Checks the names in a definition: its parts, traits and needs.
 *
 * @param parts the names of the parts that it may have.
 * @throws {TypeError} for one that there is not, and for a table that is none.
 */
export function checkDefinition(
  definition: {
    readonly id: string;
    readonly hyper?: object;
    readonly variants?: object;
    readonly traits: object;
    readonly needs?: readonly string[];
  },
  parts: readonly string[],
): void {
  const what = `define ${definition.id}`;
  checkNames(what, "part", definition, parts);
  for (const part of ["hyper", "variants", "traits"] as const) {
    if (!parts.includes(part) || isRecord(definition[part])) continue;
    throw typeError(what, `${part} must be a record`, definition[part]);
  }
  checkTraits(what, definition.traits);
  const asked = (definition.needs ?? []).map((need) => [need, true]);
  checkNames(what, "need", Object.fromEntries(asked), Object.keys(kinds));
}
