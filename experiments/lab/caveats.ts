import { rules } from "../../optimizers/mod.ts";
import type { Study } from "./study.ts";

/**
 * What to know of some optimizers of a study when they are compared: that they
 * are not run with its learning rates, and that their steps are more work.
 */
export function caveats({ optimizers }: Study): string[] {
  const own = optimizers.flatMap(({ id, grid }) =>
    grid === undefined
      ? []
      : [`${id} is run with η = ${grid.learningRate.join(", ")} alone.`]
  );
  const laborious = optimizers.map(({ id }) => id).filter((id) =>
    rules.some((rule) => rule.id === id.split("/")[0] && takesMore(rule))
  );
  return laborious.length === 0 ? own : [
    ...own,
    `A step of ${laborious.join(", ")} takes gradients at several points or a`,
    "product with the Hessian: for the same work these would have fewer steps.",
  ];
}

/** Whether a step computes gradients elsewhere, or products with the Hessian. */
function takesMore({ definition }: typeof rules[number]): boolean {
  const { needs = [] }: { readonly needs?: readonly string[] } = definition;
  return needs.some((need) =>
    ["gradient", "valueAndGrad", "hvp"].includes(need)
  );
}
