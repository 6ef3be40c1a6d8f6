import { signSgd } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** Sophia that cuts off all steps goes along signs. */
export const sophiaWithoutCurvature: Law = relation({
  name: "sophia-without-curvature",
  rule: "sophia",
  at: { beta1: 0, curvatureScale: 0, epsilon: 2 ** -30 },
  ifThere: { weightDecay: 0 },
  statement:
    "Sophia with β₁ = 0, γ = 0 and an ε below all gradients takes the " +
    "steps of signSGD, in every bit.",
  source:
    "Liu, Li, Hall, Liang, Ma (2024), section 2.2: where all is clipped, " +
    "the update is that of sign descent",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, signSgd({ learningRate }));
  },
});
