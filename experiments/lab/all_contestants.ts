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
 * the step it changes, and within that in the order of the rules' files. One
 * that searches for the size of its step, in the host, is run with its default
 * learning rate alone.
 *
 * @example
 * ```ts
 * import { allContestants } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * assert(allContestants().some(({ id }) => id === "gradient-descent"));
 * ```
 */
export function allContestants(): Contestant[] {
  const tunable = rules.filter((rule) =>
    "learningRate" in rule.definition.hyper
  );
  return families.flatMap((family) =>
    tunable.filter((rule) => rule.definition.family === family)
      .map((rule) => withOwnGrid(contestant(rule)))
  );
}

/** A contestant, with its default learning rate alone if it runs in the host. */
function withOwnGrid(contestant: Contestant): Contestant {
  if (contestant.inHost !== true) return contestant;
  const { learningRate } = contestant.create({}).hyperparameters;
  return { ...contestant, grid: { learningRate: [learningRate as number] } };
}
