import { type RuleOptions, rules } from "../../optimizers/mod.ts";
import { checkOptimizer } from "../check_optimizer.ts";
import { allLaws } from "../laws/mod.ts";
import type { Report } from "../report.ts";
import { reportText } from "../report_text.ts";
import type { Lawful } from "../subject_of.ts";
import { help, readArguments } from "./arguments.ts";
import { load, readTarget } from "./load.ts";

/** What the command line needs of the world outside. */
export interface Surroundings {
  /** The URL of what the user calls by a path or a URL. */
  readonly locate: (file: string) => string;
  /** Prints lines of results. */
  readonly print: (text: string) => void;
  /** Shows how far it is. */
  readonly note: (text: string) => void;
}

/** One optimizer to be checked. */
interface Candidate {
  readonly optimizer: Lawful;
  readonly options?: RuleOptions;
}

/**
 * Holds one optimizer to the laws, or all of Descent's own.
 *
 * @returns the exit code: 0 if no law is violated, else 1.
 * @throws {Mistake} for a command line that cannot be followed.
 */
export async function main(
  args: readonly string[],
  { locate, print, note }: Surroundings,
): Promise<number> {
  const { target, help: asked, seed, numRuns } = readArguments(args);
  if (asked) {
    print(help);
    return 0;
  }
  const check = (
    { optimizer, options }: Candidate,
    place: string,
  ): Promise<Report> =>
    checkOptimizer(optimizer, {
      seed,
      numRuns,
      ...options && { options: { ...options } },
      progress: (law, run) =>
        note(
          `${place}law ${1 + allLaws.findIndex(({ name }) => name === law)} ` +
            `of ${allLaws.length}, ${law}: ${run} of ${numRuns}`,
        ),
    });
  if (target !== undefined) {
    const wanted = readTarget(target);
    const optimizer = await load(wanted, locate(wanted.file));
    const report = await check({ optimizer }, "");
    print(reportText(report).trimEnd());
    return report.passed ? 0 : 1;
  }
  const own: Candidate[] = rules.flatMap((rule) =>
    Object.keys(rule.definition.variants).map((variant) => ({
      optimizer: rule,
      options: { variant },
    }))
  );
  let failed = 0;
  for (const [i, candidate] of own.entries()) {
    const report = await check(candidate, `${i + 1} of ${own.length}, `);
    const text = reportText(report).trimEnd();
    print(report.passed ? text.split("\n")[0] : text);
    if (!report.passed) failed++;
  }
  print(
    failed === 0
      ? `No law is violated by the ${own.length} optimizers of Descent`
      : `Laws are violated by ${failed} of ${own.length} optimizers`,
  );
  return failed === 0 ? 0 : 1;
}
