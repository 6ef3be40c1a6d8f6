import { unlessExtremeRate } from "../claims.ts";
import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { relation } from "../relation.ts";

/** Adamax divides by the greatest of all decayed gradients. */
export const adamaxKeepsTheGreatest: Law = relation({
  name: "adamax-keeps-the-greatest",
  rule: "adamax",
  at: { beta1: 0 },
  ifThere: { epsilon: 0 },
  maxSteps: 12,
  statement:
    "At β₁ = 0 and ε = 0 each step of Adamax is α·g over the greatest " +
    "of |g|, β₂·|g| of the step before, β₂²·|g| of the one before that, and so " +
    "on, up to rounding.",
  source: "Kingma and Ba (2015), algorithm 2",
  unclaimed: unlessExtremeRate,
  other: ({ hyperparameters: { learningRate, beta2 } }) => (gradients) =>
    gradients.map((point, t) =>
      mapPoint(point, (g, i, j) => {
        const decayed = gradients.slice(0, t + 1).map((p, s) =>
          beta2 ** (t - s) * Math.abs(p[i][j])
        );
        return g === 0 ? 0 : learningRate * g / Math.max(...decayed);
      })
    ),
  // β₂ as rounded and a product in each of 12 steps, a power here; α, a
  // correction, two quotients and two products.
  roundings: () => 60,
});
