import { signum } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Lion whose two means are one is Signum. */
export const lionWithOneBeta: Law = relation({
  name: "lion-with-one-beta",
  rule: "lion",
  at: { beta1: 0.875, beta2: 0.875 },
  ifThere: { weightDecay: 0 },
  statement: "Lion with β₁ = β₂ takes the steps of Signum, in every bit.",
  source: "Chen, Liang, Huang and others (2023), section 3: Signum keeps and " +
    "follows one mean",
  other: (subject) => {
    const { learningRate, beta2 } = subject.hyperparameters;
    return stepsOf(subject, signum({ learningRate, momentum: beta2 }));
  },
});
