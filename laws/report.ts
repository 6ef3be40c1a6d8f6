import type { Counterexample } from "./run_property.ts";

/** What came of one law. */
export interface LawOutcome {
  /** The law's name. */
  readonly law: string;
  /** What it says, in words. */
  readonly statement: string;
  /** For which inputs it says so. */
  readonly domain: string;
  /** Where it comes from. */
  readonly source: string;
  /**
   * `held`: no counterexample was found. `violated`: one was. `waived`: one
   * was, and the waiver says why. `needlessly waived`: none was, or the law is
   * not claimed, so that the waiver is an error. `not claimed`: not asked.
   */
  readonly outcome:
    | "held"
    | "violated"
    | "waived"
    | "needlessly waived"
    | "not claimed";
  /** Why it was waived, or is not claimed. */
  readonly reason?: string;
  /** Where it does not hold. */
  readonly counterexample?: Counterexample;
}

/** What came of all laws. */
export interface Report {
  /** The name of what was checked. */
  readonly id: string;
  /** Whether no law was violated, and none needlessly waived. */
  readonly passed: boolean;
  /** What the inputs were drawn from. */
  readonly seed: number;
  /** How many inputs were drawn for each law. */
  readonly numRuns: number;
  /** What came of each law. */
  readonly outcomes: readonly LawOutcome[];
}

/** A report of outcomes. */
export function reportOf(
  id: string,
  run: { readonly seed: number; readonly numRuns: number },
  outcomes: readonly LawOutcome[],
): Report {
  const passed = outcomes.every(({ outcome }) =>
    outcome !== "violated" && outcome !== "needlessly waived"
  );
  return { id, passed, ...run, outcomes };
}
