import { type Family, rules } from "../../optimizers/mod.ts";
import { contestant } from "./contestant.ts";
import type { Contestant } from "./study.ts";

const families: readonly Family[] = [
  "plain",
  "direction",
  "step size",
  "both",
];

/**
 * Every rule that has a learning rate, with its default variant: by what of
 * the step it changes, and within that in the order of the rules' files.
 *
 * @example
 * ```ts
 * import { allContestants } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(allContestants()[0].id, "gradient-descent");
 * ```
 */
export function allContestants(): Contestant[] {
  const tunable = rules.filter((rule) =>
    "learningRate" in rule.definition.hyper
  );
  return families.flatMap((family) =>
    tunable.filter((rule) => rule.definition.family === family)
      .map((rule) => contestant(rule))
  );
}
