import { formatValue } from "./format.ts";
import type { LawOutcome, Report } from "./report.ts";
import type { Counterexample } from "./run_property.ts";

/**
 * A report as text to be read: first what is wrong, each law with the smallest
 * counterexample and what a right rule would have given, then what is waived,
 * what holds, and what was not asked and why.
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
  const reasons = (outcome: LawOutcome["outcome"]) =>
    of(outcome).map(({ law, reason }) => `${outcome}: ${law} (${reason})`);
  const held = of("held").map(({ law }) => law).join(", ");
  return [
    `${id}: ${counts} (seed ${seed}, ${numRuns} runs a law)`,
    ...of("violated").map(violationText),
    ...reasons("needlessly waived"),
    ...of("waived").map(waivedText),
    ...held === "" ? [] : [`held: ${held}`],
    ...reasons("not claimed"),
    "",
  ].join("\n");
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
