import type { LawProperty } from "./law.ts";
import { allLaws } from "./laws/mod.ts";
import { type Lawful, subjectOf, type SubjectOptions } from "./subject_of.ts";

/** A law as it is asked of one optimizer. */
export interface NamedProperty {
  /** Its name in reports and waivers: `step-never-grows`. */
  readonly name: string;
  /** What it says, in words. */
  readonly statement: string;
  /** For which inputs it says so. */
  readonly domain: string;
  /** The traits that call for it, in words. */
  readonly traits: string;
  /** Where it comes from. */
  readonly source: string;
  /** Why it is not asked of this optimizer; absent where it is. */
  readonly unclaimed?: string;
  /** The property, to be run by fast-check; absent where it is not asked. */
  readonly property?: LawProperty;
}

/**
 * Every law, as asked of an optimizer: a property for fast-check, or the reason
 * why it is not claimed. `checkOptimizer` runs them; this is for whoever wants
 * to run them in their own way.
 *
 * @param optimizer an optimizer, a rule, or what `wrap` gives.
 * @throws {TypeError} for what is none, or options that do not fit it.
 *
 * @example
 * ```ts
 * import { adagrad } from "@descent/lab";
 * import { laws } from "@descent/lab/laws";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const asked = laws(adagrad({ learningRate: 0.1 }));
 * const law = asked.find(({ name }) => name === "step-never-grows");
 * assert(law?.property !== undefined);
 * const other = asked.find(({ name }) => name === "mean-square-in-hull");
 * assertEquals(other?.unclaimed, "meanSquare is not among its traits");
 * ```
 */
export function laws(
  optimizer: Lawful,
  options: SubjectOptions = {},
): NamedProperty[] {
  const subject = subjectOf(optimizer, options);
  return allLaws.map(
    ({ name, statement, domain, traits, source, unclaimed, property }) => {
      const why = unclaimed(subject);
      const words = { name, statement, domain, traits, source };
      return why === undefined
        ? { ...words, property: property(subject) }
        : { ...words, unclaimed: why };
    },
  );
}
