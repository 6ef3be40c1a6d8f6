import { adam } from "../../optimizers/mod.ts";
import { unlessExtremeRate } from "../claims.ts";
import type { Law } from "../law.ts";
import { adamRoundings, relation, stepsOf } from "../relation.ts";

/** LAMB is Adam where there are no weights to scale by. */
export const lambAtZero: Law = relation({
  name: "lamb-at-zero",
  rule: "lamb",
  at: { weightDecay: 0 },
  statement:
    "From w = 0, whose norm is 0, LAMB with λ = 0 takes the steps of Adam, up " +
    "to rounding.",
  source: "You, Li, Reddi et al. (2020), algorithm 2; where a norm is 0 the " +
    "ratio of norms is 1",
  unclaimed: unlessExtremeRate,
  other: (subject) => {
    const { learningRate, beta1, beta2, epsilon = 0 } = subject.hyperparameters;
    return stepsOf(subject, adam({ learningRate, beta1, beta2, epsilon }));
  },
  roundings: adamRoundings,
});
