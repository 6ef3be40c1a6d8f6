import { noStepAbove, squarableCourses } from "../bounded.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats } from "../numbers.ts";
import { adamaxBound } from "../step_bounds.ts";

/** Adamax's true step bound, a little above the published one. */
export const adamaxStepBound: Law = {
  name: "adamax-step-bound",
  statement: "From w = 0 no step t of Adamax is greater than α times " +
    "(1 - β₁)/(1 - β₁ᵗ) · (1 + q + … + qᵗ⁻¹), where q = β₁/β₂: α in the " +
    "first, 1.0091·α at most at β₁ = 0.9, β₂ = 0.999.",
  domain: "gradients that aren't 0 and whose squares are normal and finite, " +
    "those shrinking by β₂ a step among them",
  traits: "the rule adamax at constant hyperparameters",
  source: "u_t is at least β₂ᵏ·|g_{t-k}|, so that |m_t| is at most " +
    "(1 - β₁)·u_t·Σ (β₁/β₂)ᵏ; Kingma and Ba (2015), section 7.1, have α, " +
    "which gradients that shrink by β₂ a step exceed",
  unclaimed: (subject) =>
    unlessRule(subject, "adamax") ?? unlessExtremeRate(subject),
  property: (subject) => {
    const { learningRate, beta1, beta2 } = subject.hyperparameters;
    const { unit } = formats[subject.dtype];
    return fc.asyncProperty(
      squarableCourses(subject, Math.max(beta2, 0.5)),
      async (course) => {
        noStepAbove(await stepsAtZero(subject, course), (t) => {
          // A term of m and each decay of u meets two roundings in each step
          // since and three in its own, the quotient ten; a power of β₁ is off
          // by 2t + 1 units, which 1/(1 − β₁) at most multiplies.
          const slack = 6 * t + 20 + 8 / (1 - beta1);
          const bound = adamaxBound(beta1, beta2, t);
          return learningRate * bound * (1 + slack * unit);
        });
      },
    );
  },
};
