import { mapPoint } from "../course.ts";
import type { Law } from "../law.ts";
import { relation } from "../relation.ts";

/** RMSProp without memory takes steps of one size. */
export const rmspropWithoutMemory: Law = relation({
  name: "rmsprop-without-memory",
  rule: "rmsprop",
  at: { decay: 0 },
  ifThere: { epsilon: 0 },
  statement: "RMSProp with ρ = 0 and ε = 0 takes steps of η·sign(g), up to " +
    "the rounding of a quotient and a product.",
  source: "Tieleman and Hinton (2012): rprop is rmsprop with the present " +
    "gradient alone",
  other: ({ hyperparameters: { learningRate } }) => (gradients) =>
    gradients.map((g) => mapPoint(g, (x) => learningRate * Math.sign(x))),
  // η as rounded, the square with its root (exact together), 1 − ρ, a quotient
  // and a product.
  roundings: () => 5,
});
