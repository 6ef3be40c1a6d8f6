import { formatValue } from "./format.ts";
import type { LawOutcome, Report } from "./report.ts";
import type { Counterexample } from "./run_property.ts";

/**
 * A report as text to be read: first what is wrong, each law with the smallest
 * counterexample and what a right rule would have given, then what is waived,
 * what holds, and what was not asked and why: laws of other rules in one line.
 *
 * @example
 * ```ts
 * import { checkOptimizer, reportText, wrap } from "@descent/lab/laws";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const growing = wrap({
 *   id: "growing",
 *   traits: { ignoresWeights: true },
 *   init: () => ({}),
 *   update: (g: number[], state: object, w: number[]) => ({
 *     params: w.map((x, i) => x - g[i] * (1 + x)), // The step depends on w.
 *     state,
 *   }),
 * });
 * const text = reportText(await checkOptimizer(growing, { numRuns: 20 }));
 * assertStringIncludes(text, "violated: translation");
 * assertStringIncludes(text, "counterexample:");
 * ```
 */
export function reportText(report: Report): string {
  const { id, seed, numRuns, outcomes } = report;
  const of = (outcome: LawOutcome["outcome"]) =>
    outcomes.filter((each) => each.outcome === outcome);
  const count = (outcome: LawOutcome["outcome"]) =>
    `${of(outcome).length} ${outcome}`;
  const kinds = ["violated", "needlessly waived", "waived", "held"] as const;
  const counts = [...kinds, "not claimed" as const].map(count).join(", ");
  const held = of("held").map(({ law }) => law).join(", ");
  const unclaimed = of("not claimed");
  const others = unclaimed.filter(({ reason = "" }) => isOfOthers(reason))
    .map(({ law }) => law).join(", ");
  return [
    `${id}: ${counts} (seed ${seed}, ${numRuns} runs a law)`,
    ...of("violated").map(violationText),
    ...of("needlessly waived").map(because),
    ...of("waived").map(waivedText),
    ...held === "" ? [] : [`held: ${held}`],
    ...unclaimed.filter(({ reason = "" }) => !isOfOthers(reason)).map(because),
    ...others === "" ? [] : [`not claimed, of other rules: ${others}`],
    "",
  ].join("\n");
}

function because({ outcome, law, reason }: LawOutcome): string {
  return `${outcome}: ${law} (${reason})`;
}

/** Whether a law is not asked since it is about rules with other names. */
function isOfOthers(reason: string): boolean {
  return /^it is (?:not|none of) /.test(reason);
}

function violationText(outcome: LawOutcome): string {
  const { law, statement, domain, source, counterexample } = outcome;
  return [
    `violated: ${law}`,
    `  law: ${statement}`,
    `  domain: ${domain}`,
    `  source: ${source}`,
    ...counterexample === undefined ? [] : exampleLines(counterexample),
  ].join("\n");
}

function waivedText({ law, reason, counterexample }: LawOutcome): string {
  return `waived: ${law} (${reason})\n  seen: ${counterexample?.message}`;
}

function exampleLines(
  { input, message, shrinks, right }: Counterexample,
): string[] {
  return [
    `  seen: ${message}`,
    `  counterexample: ${formatValue(input)}`,
    ...right === undefined ? [] : [
      `  a right ${right.rule} goes to: ${formatValue(right.params)}`,
      `  this one goes to: ${formatValue(right.found)}`,
    ],
    `  made smaller ${shrinks} times`,
  ];
}
