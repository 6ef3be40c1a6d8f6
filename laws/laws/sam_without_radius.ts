import { gradientDescent } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** SAM that looks nowhere else goes along the gradient. */
export const samWithoutRadius: Law = relation({
  name: "sam-without-radius",
  rule: "sam",
  at: { radius: 0 },
  statement:
    "SAM with ρ = 0 takes the steps of gradient descent, in every bit.",
  source: "Foret, Kleiner, Mobahi, Neyshabur (2021), algorithm 1",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, gradientDescent({ learningRate }));
  },
});
