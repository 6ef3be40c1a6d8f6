import { adam } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Adan that leaves out differences of gradients is Adam. */
export const adanWithoutDifferences: Law = relation({
  name: "adan-without-differences",
  rule: "adan",
  at: { beta2: 0, epsilon: 0 },
  ifThere: { weightDecay: 0 },
  statement: "Adan with corrected means, β₂ = 0 and ε = 0 takes the steps of " +
    "Adam with β₃ in the place of β₂, in every bit.",
  source: "Xie, Zhou, Li, Lin, Yan (2024): β₂ multiplies all differences",
  unclaimed: ({ choices: { form } }) =>
    form === "corrected"
      ? undefined
      : "as published its means are not corrected",
  other: (subject) => {
    const { learningRate, beta1, beta3 } = subject.hyperparameters;
    return stepsOf(
      subject,
      adam({ learningRate, beta1, beta2: beta3, epsilon: 0 }),
    );
  },
});
