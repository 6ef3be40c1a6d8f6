import { gradientDescent } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Momentum without inertia is gradient descent. */
export const momentumWithoutInertia: Law = relation({
  name: "momentum-without-inertia",
  rule: "momentum",
  at: { momentum: 0 },
  ifThere: { dampening: 0 },
  statement: "Momentum with γ = 0 takes the steps of gradient descent, in " +
    "every bit.",
  source: "Polyak (1964), equation (9)",
  other: (subject) => {
    const { hyperparameters: { learningRate } } = subject;
    return stepsOf(subject, gradientDescent({ learningRate }));
  },
});
