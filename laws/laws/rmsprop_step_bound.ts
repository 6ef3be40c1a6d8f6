import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { noStepAbove, squarableCourses } from "../bounded.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats } from "../numbers.ts";
import { rmspropBound } from "../step_bounds.ts";

/** No gradient, however great, makes RMSProp take a great step. */
export const rmspropStepBound: Law = {
  name: "rmsprop-step-bound",
  statement:
    "No step of RMSProp is greater than η/√(1 - ρ), and with an inertia of γ " +
    "no step t than (1 + γ + … + γᵗ⁻¹) times that.",
  domain: "gradients that aren't 0 and whose squares are normal and finite, " +
    "growing ones among them",
  traits: "the rules rmsprop and rmsprop-momentum at constant hyperparameters",
  source: "h is at least (1 - ρ)·g², all else in it is positive",
  unclaimed: (subject) =>
    unlessOneOf(subject, ["rmsprop", "rmsprop-momentum"]) ??
      unlessExtremeRate(subject),
  property: (subject) => {
    const { learningRate, decay, momentum = 0 } = subject.hyperparameters;
    const { unit } = formats[subject.dtype];
    return fc.asyncProperty(
      squarableCourses(subject, 2),
      async (course) => {
        noStepAbove(await stepsAtZero(subject, course), (t) => {
          // η, ρ, 1 − ρ, γ, and in each step two products, a sum, a root, a
          // quotient, a product; then γ and a sum for each step since.
          const slack = 1 + (12 + 4 * t) * unit;
          return learningRate * rmspropBound(decay, momentum, t) * slack;
        });
      },
    );
  },
};
