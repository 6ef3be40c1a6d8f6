import { checkOptionNames } from "../autodiff/check_names.ts";
import { suggest } from "../autodiff/suggest.ts";
import { laws, type NamedProperty } from "./laws.ts";
import { type LawOutcome, type Report, reportOf } from "./report.ts";
import { reportText } from "./report_text.ts";
import { rightOn } from "./right.ts";
import {
  checkRunOptions,
  counterexampleOf,
  type RunOptions,
} from "./run_property.ts";
import type { Subject } from "./subject.ts";
import { type Lawful, subjectOf, type SubjectOptions } from "./subject_of.ts";

/** How an optimizer is checked. */
export interface CheckOptimizerOptions extends SubjectOptions, RunOptions {
  /**
   * Laws that are known not to hold, by name, each with the reason. Such a law
   * is run all the same: that it holds is an error.
   */
  readonly waive?: Readonly<Record<string, string>>;
  /**
   * Is told before each input which law is asked, and how many inputs there
   * were for it, this one too. Default: nobody is.
   */
  readonly progress?: (law: string, run: number) => void;
}

/**
 * Holds an optimizer to every law that its traits call for. The same optimizer
 * and the same seed give the same report.
 *
 * @param optimizer an optimizer, a rule (called with `options`), or what `wrap`
 * gives.
 * @throws {TypeError} for what is no optimizer, options that do not fit it, a
 * waiver of a law that there isn't, or one without a reason.
 * @throws {RangeError} for a seed or a number of runs that is none.
 *
 * @example
 * ```ts
 * import { rmsprop } from "@descent/lab";
 * import { checkOptimizer } from "@descent/lab/laws";
 * import { assertEquals } from "@std/assert";
 *
 * const report = await checkOptimizer(rmsprop, {
 *   options: { variant: "torch", learningRate: 0.5 },
 *   numRuns: 10,
 * });
 * assertEquals(report.id, "rmsprop/torch");
 * assertEquals(report.passed, true);
 * const hull = report.outcomes.find(({ law }) => law === "mean-square-in-hull");
 * assertEquals(hull?.outcome, "held");
 * ```
 */
export async function checkOptimizer(
  optimizer: Lawful,
  options: CheckOptimizerOptions = {},
): Promise<Report> {
  checkOptionNames("check laws", options, [
    ...["like", "options", "dtype", "seed", "numRuns"],
    ...["waive", "progress"],
  ]);
  const { seed, numRuns, waive = {}, progress, ...rest } = options;
  const run = checkRunOptions({ seed, numRuns });
  const asked = laws(optimizer, rest);
  const subject = subjectOf(optimizer, rest);
  const { id } = subject;
  checkWaivers(id, waive, asked.map(({ name }) => name));
  const outcomes: LawOutcome[] = [];
  for (const law of asked) {
    const onRun = (count: number) => progress?.(law.name, count);
    outcomes.push(
      await outcomeOf(law, waive[law.name], { subject, run, onRun }),
    );
  }
  return reportOf(id, run, outcomes);
}

/**
 * Makes sure that an optimizer keeps every law that its traits call for, for
 * use in one's own tests.
 *
 * @param optimizer as for {@linkcode checkOptimizer}.
 * @throws {Error} with the report as text if a law is violated, or needlessly
 * waived.
 * @throws {TypeError} as {@linkcode checkOptimizer} does.
 * @throws {RangeError} as {@linkcode checkOptimizer} does.
 *
 * @example
 * ```ts
 * import { momentum } from "@descent/lab";
 * import { assertOptimizer } from "@descent/lab/laws";
 *
 * await assertOptimizer(momentum, { numRuns: 10 });
 * ```
 */
export async function assertOptimizer(
  optimizer: Lawful,
  options: CheckOptimizerOptions = {},
): Promise<void> {
  const report = await checkOptimizer(optimizer, options);
  if (!report.passed) throw new Error(reportText(report));
}

function checkWaivers(
  id: string,
  waive: Readonly<Record<string, string>>,
  names: readonly string[],
): void {
  for (const [name, reason] of Object.entries(waive)) {
    if (!names.includes(name)) {
      throw new TypeError(
        `Cannot check ${id}: it waives ${name}, and there is no such law` +
          suggest(name, names),
      );
    }
    if (typeof reason !== "string" || reason.trim() === "") {
      throw new TypeError(
        `Cannot check ${id}: waiving ${name} needs a reason in words`,
      );
    }
  }
}

async function outcomeOf(
  { name, statement, domain, source, unclaimed, property }: NamedProperty,
  waiver: string | undefined,
  { subject, run, onRun }: {
    readonly subject: Subject;
    readonly run: Required<RunOptions>;
    readonly onRun: (count: number) => void;
  },
): Promise<LawOutcome> {
  const words = { law: name, statement, domain, source };
  if (property === undefined) {
    return waiver === undefined
      ? { ...words, outcome: "not claimed", reason: unclaimed }
      : {
        ...words,
        outcome: "needlessly waived",
        reason: `it is not claimed: ${unclaimed}`,
      };
  }
  const found = await counterexampleOf(property, run, onRun);
  if (found === undefined) {
    return waiver === undefined ? { ...words, outcome: "held" } : {
      ...words,
      outcome: "needlessly waived",
      reason: `it held, though waived because ${waiver}`,
    };
  }
  const right = await rightOn(subject, found.input);
  const counterexample = right === undefined ? found : { ...found, right };
  return waiver === undefined
    ? { ...words, outcome: "violated", counterexample }
    : { ...words, outcome: "waived", reason: waiver, counterexample };
}
