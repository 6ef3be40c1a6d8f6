import { rules } from "../../../optimizers/mod.ts";
import type { Outcome } from "../../lab/study.ts";
import type { AnyProblem } from "../../problems/problem.ts";

/**
 * What favours some optimizers on some functions, in sentences: to know the
 * least value, and to take steps in proportion to weights where the minimum is
 * at weights of 0.
 */
export function favourTexts({ study, trials }: Outcome): string[] {
  const problems = [...new Set(trials.map(({ cell }) => cell.problem))];
  const named = (has: (rule: typeof rules[number]) => boolean) =>
    study.optimizers.map(({ id }) => id).filter((id) =>
      rules.some((rule) => rule.id === id.split("/")[0] && has(rule))
    );
  const following = named((rule) =>
    rule.definition.traits.followsWeights === true
  );
  const knowing = named((rule) => "leastLoss" in rule.definition.hyper);
  const atZero = idsOf(
    problems,
    ({ points }) => points.some((point) => point.every((x) => x === 0)),
  );
  const ofZero = idsOf(problems, ({ value }) => value === 0);
  return [
    ...following.length === 0 || atZero.length === 0 ? [] : [
      `The steps of ${following.join(", ")} are in proportion to the weights,`,
      "which favours them where a minimum is at weights of 0: on",
      `${atZero.join(", ")}.`,
    ],
    ...knowing.length === 0 || ofZero.length === 0 ? [] : [
      `${knowing.join(", ")} is told that the least loss is 0, which is so on`,
      `${ofZero.length} of ${problems.length} functions.`,
    ],
  ];
}

/** The names of the problems whose optimum is like that. */
function idsOf(
  problems: readonly AnyProblem[],
  is: (optimum: NonNullable<AnyProblem["optimum"]>) => boolean,
): string[] {
  return problems.filter(({ optimum }) => optimum !== undefined && is(optimum))
    .map(({ id }) => id);
}
