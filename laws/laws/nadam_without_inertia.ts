import { adam } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** NAdam without inertia looks ahead at nothing: it is Adam. */
export const nadamWithoutInertia: Law = relation({
  name: "nadam-without-inertia",
  rule: "nadam",
  at: { beta1: 0 },
  statement:
    "NAdam with β₁ = 0 takes the steps of Adam with β₁ = 0, in every " +
    "bit, where its moments are Adam's.",
  source: "Dozat (2016), algorithm 2",
  unclaimed: ({ choices: { inertia = "published" } }) =>
    inertia === "published" ? "as published v̂ has a factor of β₂" : undefined,
  other: (subject) => {
    const { learningRate, beta2, epsilon } = subject.hyperparameters;
    return stepsOf(subject, adam({ learningRate, beta1: 0, beta2, epsilon }));
  },
});
