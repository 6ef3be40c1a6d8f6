import type { Subject } from "./subject.ts";

/** A law: what is true of each optimizer of which its traits are claimed. */
export interface Law {
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
  /** Why it is not asked of a subject; nothing where it is. */
  readonly unclaimed: (subject: Subject) => string | undefined;
  /** The law as a property of one subject. */
  readonly property: (subject: Subject) => LawProperty;
}

/**
 * A property that fast-check runs: give it to `fc.assert` or `fc.check`. Its
 * methods are those of fast-check's `IAsyncProperty`, and for fast-check alone.
 */
export interface LawProperty {
  /** That it is asynchronous. */
  isAsync(): true;
  /** Draws an input. */
  // deno-lint-ignore no-explicit-any
  generate(random: any, runId?: number): any;
  /** Draws smaller inputs. */
  // deno-lint-ignore no-explicit-any
  shrink(value: any): any;
  /** Asks the law of an input. */
  // deno-lint-ignore no-explicit-any
  run(input: any): Promise<any>;
  /** What comes before each input. */
  runBeforeEach(): Promise<void>;
  /** What comes after each input. */
  runAfterEach(): Promise<void>;
}

/**
 * What a law throws: in words, with the numbers that tell.
 *
 * @example
 * ```ts
 * import { laws, Violation, wrap } from "@descent/lab/laws";
 * import { assert } from "@std/assert";
 * import * as fc from "fast-check";
 *
 * const restless = wrap({
 *   id: "restless",
 *   traits: { odd: true },
 *   init: () => null,
 *   update: (_: number[], state: null, w: number[]) => ({
 *     params: w.map((x) => x + 1),
 *     state,
 *   }),
 * });
 * const { property } = laws(restless)
 *   .find(({ name }) => name === "zero-gradient-rests")!;
 * const { errorInstance } = await fc.check(property!, { seed: 1 });
 * assert(errorInstance instanceof Violation);
 * ```
 */
export class Violation extends Error {
  /** The name of this kind of error. */
  override readonly name = "Violation";
}
