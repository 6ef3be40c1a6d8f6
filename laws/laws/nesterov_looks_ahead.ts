import { momentum } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";
import type { Point } from "../subject.ts";

/** Nesterov's step is the one that Momentum would take next. */
export const nesterovLooksAhead: Law = relation({
  name: "nesterov-looks-ahead",
  rule: "nesterov",
  at: {},
  statement:
    "Each step of Nesterov is the one that Momentum would take next if it met " +
    "the same gradient once more, in every bit.",
  source: "Sutskever, Martens, Dahl, Hinton (2013), section 2.1: " +
    "g + μ·(g + μ·m)",
  unclaimed: ({ choices }) =>
    choices.learningRatePlacement === undefined
      ? "the order of its operations is not known"
      : undefined,
  other: (subject) => {
    const { hyperparameters, choices } = subject;
    const { learningRate, momentum: inertia } = hyperparameters;
    const outside = choices.learningRatePlacement === "outside";
    const steps = stepsOf(
      subject,
      momentum({
        learningRate,
        momentum: inertia,
        learningRatePlacement: outside ? "outside" : "inside",
      }),
    );
    return async (gradients) => {
      const ahead: Point[] = [];
      for (const t of gradients.keys()) {
        const met = [...gradients.slice(0, t + 1), gradients[t]];
        ahead.push((await steps(met))[t + 1]);
      }
      return ahead;
    };
  },
});
