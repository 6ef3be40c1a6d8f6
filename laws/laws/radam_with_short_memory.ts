import { gradientDescent } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** RAdam whose averages never become long does not divide by them. */
export const radamWithShortMemory: Law = relation({
  name: "radam-with-short-memory",
  rule: "radam",
  at: { beta1: 0, beta2: 0.5 },
  statement:
    "RAdam with β₁ = 0 and β₂ = 1/2, where no average is ever longer " +
    "than 3, takes the steps of gradient descent, in every bit.",
  source: "Liu, Jiang, He, Chen, Liu, Gao, Han (2020), section 4.2: at β₂ of " +
    "0.6 and below, RAdam is momentum",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, gradientDescent({ learningRate }));
  },
});
