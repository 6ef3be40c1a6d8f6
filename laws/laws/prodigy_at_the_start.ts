import { adam } from "../../optimizers/mod.ts";
import { unlessExtremeRate } from "../claims.ts";
import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { adamRoundings, relation, stepsOf } from "../relation.ts";

/** Prodigy learns of the distance by going away. */
export const prodigyAtTheStart: Law = relation({
  name: "prodigy-at-the-start",
  rule: "prodigy",
  at: { epsilon: 0 },
  ifThere: { weightDecay: 0 },
  statement:
    "While the weights are where they started, the estimate of Prodigy stays " +
    "d₀: with ε = 0 it takes the steps of Adam with the learning rate γ·d₀, " +
    "without its corrections where Prodigy has none, up to rounding.",
  source:
    "Mishchenko and Defazio (2024), algorithm 4: r is a mean of products " +
    "with w₀ - w",
  unclaimed: unlessExtremeRate,
  other: (subject) => {
    const { hyperparameters, choices } = subject;
    const { learningRate, beta1, beta2, distance } = hyperparameters;
    const steps = stepsOf(
      { ...subject, dtype: "float64" },
      adam({ learningRate: learningRate * distance, beta1, beta2, epsilon: 0 }),
    );
    const plain = choices.biasCorrection !== "learning-rate";
    const factor = (t: number) =>
      plain ? (1 - beta1 ** t) / Math.sqrt(1 - beta2 ** t) : 1;
    return async (gradients) =>
      (await steps(gradients)).map((step, k) =>
        mapPoint(step, (x) => x * factor(k + 1))
      );
  },
  roundings: adamRoundings,
});
