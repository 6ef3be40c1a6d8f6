import { rmsprop } from "../../optimizers/mod.ts";
import { unlessExtremeRate } from "../claims.ts";
import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { adamRoundings, relation, stepsOf } from "../relation.ts";

/** Adam without inertia is RMSProp, corrected. */
export const adamWithoutInertia: Law = relation({
  name: "adam-without-inertia",
  rule: "adam",
  at: { beta1: 0, epsilon: 0 },
  ifThere: { epsilonRoot: 0 },
  statement:
    "The step t of Adam with β₁ = 0 and ε = 0 is √(1 - β₂ᵗ) times that " +
    "of RMSProp with ρ = β₂, up to rounding.",
  source: "Kingma and Ba (2015), section 5",
  unclaimed: unlessExtremeRate,
  other: (subject) => {
    const { learningRate, beta2 } = subject.hyperparameters;
    const steps = stepsOf(
      { ...subject, dtype: "float64" },
      rmsprop({ learningRate, decay: beta2 }),
    );
    return async (gradients) =>
      (await steps(gradients)).map((step, k) =>
        mapPoint(step, (x) => x * Math.sqrt(1 - beta2 ** (k + 1)))
      );
  },
  roundings: adamRoundings,
});
