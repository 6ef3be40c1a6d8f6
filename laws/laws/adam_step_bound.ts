import { noStepAbove, squarableCourses } from "../bounded.ts";
import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats } from "../numbers.ts";
import { adamBound } from "../step_bounds.ts";

/** Adam's true step bound, and not the published one. */
export const adamStepBound: Law = {
  name: "adam-step-bound",
  statement: "From w = 0 no step t of Adam, nor of AMSGrad, is greater than " +
    "α times √(1 - β₂ᵗ)/(1 - β₁ᵗ) · (1 - β₁)/√(1 - β₂) · √(1 + q + … + qᵗ⁻¹), " +
    "where q = β₁²/β₂: α in the first, 7.270·α at most at β₁ = 0.9, β₂ = " +
    "0.999. The first factor falls away where nothing is corrected.",
  domain: "gradients that aren't 0 and whose squares are normal and finite, " +
    "those growing by about β₂/β₁ a step among them",
  traits: "the rules adam, adamw and amsgrad at constant hyperparameters",
  source: "the Cauchy-Schwarz inequality; Kingma and Ba (2015), section 2.1, " +
    "have α·(1 - β₁)/√(1 - β₂), which growing gradients exceed",
  unclaimed: (subject) =>
    unlessOneOf(subject, ["adam", "adamw", "amsgrad"]) ??
      unlessExtremeRate(subject),
  property: (subject) => {
    const { learningRate, beta1, beta2, scheduleMultiplier = 1 } =
      subject.hyperparameters;
    const { unit } = formats[subject.dtype];
    const most = learningRate * scheduleMultiplier;
    const corrected = subject.rule !== "amsgrad" ||
      (subject.choices.biasCorrection ?? "none") !== "none";
    const correction = (t: number) =>
      corrected ? 1 : (1 - beta1 ** t) / Math.sqrt(1 - beta2 ** t);
    const growth = beta1 > 0 && beta2 > beta1 ? beta2 / beta1 : 2;
    return fc.asyncProperty(
      squarableCourses(subject, Math.min(growth, 2)),
      async (course) => {
        noStepAbove(await stepsAtZero(subject, course), (t) => {
          // A term of m or v meets two roundings in each step since and three
          // in its own, the quotient ten; a power of β is off by 2t + 1 units,
          // which 1/(1 − β) at most multiplies in a correction.
          const slack = 6 * t + 20 + 8 / (1 - beta1) + 8 / (1 - beta2);
          const bound = adamBound(beta1, beta2, t) * correction(t);
          return most * bound * (1 + slack * unit);
        });
      },
    );
  },
};
