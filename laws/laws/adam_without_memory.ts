import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { relation } from "../relation.ts";

/** Adam without memory takes steps of one size. */
export const adamWithoutMemory: Law = relation({
  name: "adam-without-memory",
  rule: "adam",
  at: { beta1: 0, beta2: 0 },
  ifThere: { epsilonRoot: 0 },
  statement: "Adam with β₁ = β₂ = 0 takes steps of α·g/(|g| + ε), up to " +
    "rounding.",
  source: "Kingma and Ba (2015), algorithm 1",
  other: ({ hyperparameters: { learningRate, epsilon = 0 } }) => (gradients) =>
    gradients.map((g) =>
      mapPoint(
        g,
        (x) => x === 0 ? 0 : learningRate * (x / (Math.abs(x) + epsilon)),
      )
    ),
  // α, ε and two corrections as rounded, a sum, two quotients and a product,
  // with the three that are made here.
  roundings: () => 11,
});
