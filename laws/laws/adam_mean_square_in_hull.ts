import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { exactly, meanSquareOf, withinHull } from "../mean_square.ts";
import { formats, squarable } from "../numbers.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

const withoutInertia = { beta1: 0 };

/** Adam's corrected mean of squares stays between what it was and what it met. */
export const adamMeanSquareInHull: Law = {
  name: "adam-mean-square-in-hull",
  statement:
    "At β₁ = 0 the corrected mean of squares v̂, as the step α·g/(√v̂ + ε) " +
    "from w = 0 tells it, is the square of the gradient in the first step, " +
    "and lies after each other one between what it was before and the square " +
    "of the gradient, up to rounding; β₂ times that where NAdam is as it was " +
    "published.",
  domain: "gradients that aren't 0 and whose squares are normal and finite; " +
    "constant hyperparameters; where ε does not hide v̂",
  traits: "the rules adam, adamw and nadam, at beta1 = 0 or able to be made so",
  source: "Kingma and Ba (2015), section 3: v̂ is a weighted mean",
  unclaimed: (subject) =>
    unlessOneOf(subject, ["adam", "adamw", "nadam"]) ??
      unlessExtremeRate(subject) ??
      atValues(subject, withoutInertia).why,
  property: (subject) => {
    const { subject: bare } = atValues(subject, withoutInertia);
    return fc.asyncProperty(
      courses(subject, { gradient: squarable(subject.dtype), maxSteps: 8 }),
      async (course) => {
        const steps = await stepsAtZero(bare!, course);
        course.weights.forEach((row, i) =>
          row.forEach((_, j) => {
            const gradients = course.gradients.map((g) => g[i][j]);
            inHull(
              bare!,
              gradients,
              steps.map((step) => step[i][j]),
              (t) => placeOf(t, i, j),
            );
          })
        );
      },
    );
  },
};

function inHull(
  subject: Subject,
  gradients: readonly number[],
  steps: readonly number[],
  place: (t: number) => string,
): void {
  const { beta2, epsilon = 0, scheduleMultiplier = 1 } =
    subject.hyperparameters;
  const hat = subject.choices.biasCorrection === "learning-rate";
  const { inertia = "published" } = subject.choices;
  const isShare = subject.rule === "nadam" && inertia === "published";
  const share = exactly(subject, isShare ? beta2 : 1);
  let before = exactly(subject, gradients[0] ** 2);
  steps.forEach((step, k) => {
    const t = k + 1;
    // A power of β₂ is off by 2t + 1 units, which 1/(1 − β₂) at most multiplies
    // in the correction; two products, two sums, a root, two quotients and a
    // product are rounded, and α, β₂ and ε.
    const roundings = 20 + 8 / (1 - beta2);
    const correction = hat ? Math.sqrt(1 - beta2 ** t) : 1;
    const told = meanSquareOf(
      subject,
      gradients[k],
      step / scheduleMultiplier,
      {
        epsilon: exactly(subject, epsilon / correction),
        roundings,
      },
    );
    const h = told.divide(share);
    const slack = 1 + 2 * roundings * formats[subject.dtype].unit;
    withinHull(h, before, gradients[k], { slack, place: place(t) });
    before = h;
  });
}
