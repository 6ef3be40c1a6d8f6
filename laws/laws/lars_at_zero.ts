import { momentum } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** LARS is Momentum where there are no weights to scale by. */
export const larsAtZero: Law = relation({
  name: "lars-at-zero",
  rule: "lars",
  at: { weightDecay: 0 },
  statement:
    "From w = 0, whose norm is 0, LARS with β = 0 takes the steps of Momentum, " +
    "in every bit.",
  source: "You, Gitman, Ginsburg (2017), algorithm 1; where a norm is 0 no " +
    "update is scaled",
  other: (subject) => {
    const { learningRate, momentum: inertia } = subject.hyperparameters;
    return stepsOf(subject, momentum({ learningRate, momentum: inertia }));
  },
});
