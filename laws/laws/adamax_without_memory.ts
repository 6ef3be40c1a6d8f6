import { signSgd } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Adamax without memory is signSGD. */
export const adamaxWithoutMemory: Law = relation({
  name: "adamax-without-memory",
  rule: "adamax",
  at: { beta1: 0, beta2: 0 },
  ifThere: { epsilon: 0 },
  statement:
    "Adamax with β₁ = β₂ = 0 and ε = 0 takes the steps of signSGD, in " +
    "every bit.",
  source: "Kingma and Ba (2015), algorithm 2: m is g and u is |g|",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, signSgd({ learningRate }));
  },
});
