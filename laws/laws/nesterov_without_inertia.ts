import { gradientDescent } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Nesterov's method without inertia is gradient descent. */
export const nesterovWithoutInertia: Law = relation({
  name: "nesterov-without-inertia",
  rule: "nesterov",
  at: { momentum: 0 },
  statement: "Nesterov's accelerated gradient with μ = 0 takes the steps of " +
    "gradient descent, in every bit.",
  source: "Sutskever, Martens, Dahl, Hinton (2013), equations (3) and (4)",
  other: (subject) => {
    const { hyperparameters: { learningRate } } = subject;
    return stepsOf(subject, gradientDescent({ learningRate }));
  },
});
