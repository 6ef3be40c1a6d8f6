import { signSgd } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Lion that does not look at what it keeps is signSGD. */
export const lionWithoutInertia: Law = relation({
  name: "lion-without-inertia",
  rule: "lion",
  at: { beta1: 0 },
  ifThere: { weightDecay: 0 },
  statement: "Lion with β₁ = 0 takes the steps of signSGD, in every bit, " +
    "whatever β₂ is.",
  source: "Chen, Liang, Huang and others (2023), algorithm 2: β₁ weighs the " +
    "mean in the direction",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, signSgd({ learningRate }));
  },
});
