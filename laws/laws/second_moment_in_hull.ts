import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { staysInHull } from "../hulls/hull.ts";
import { hulls } from "../hulls/hulls.ts";
import { Reading } from "../hulls/reading.ts";
import type { Law } from "../law.ts";
import { ordinary } from "../numbers.ts";
import { atValues } from "../settings.ts";

/** The mean of squares of a rule stays between what it was and what it met. */
export const secondMomentInHull: Law = {
  name: "second-moment-in-hull",
  statement: "The mean of squares by which a step from w = 0 is divided lies " +
    "between what it was before and what it has met since, up to rounding, " +
    "as all steps so far tell it: g² for RMSProp with momentum, for RAdam " +
    "where it rectifies, and for Adafactor's vectors, with ε₁; ρ·(g - a)² " +
    "with the mean a before for centered RMSProp; (g - m)² for AdaBelief, " +
    "whose ε′ comes on top; (g + β₂·(g - g before))² for Adan. AMSGrad's u " +
    "never shrinks, and grows no further than g².",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20; where no ε, no sum " +
    "that cancels and no short average hides the mean",
  traits:
    `the rules ${
      Object.keys(hulls).join(", ")
    } at constant hyperparameters; Adan at weightDecay = 0, Adafactor at ` +
    "clippingThreshold = 0, or able to be made so",
  source: "weighted means are convex combinations; h - a² is a variance, " +
    "which becomes ρ·(h - a²) + (1 - ρ)·ρ·(g - a)²",
  unclaimed: (subject) =>
    unlessOneOf(subject, Object.keys(hulls)) ?? unlessExtremeRate(subject) ??
      atValues(subject, hulls[subject.rule!].at ?? {}).why,
  property: (subject) => {
    const hull = hulls[subject.rule!];
    const { subject: made } = atValues(subject, hull.at ?? {});
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype), maxSteps: 12 }),
      async (course) => {
        const shapes = course.weights.map(({ length }) => [length]);
        const all = await stepsAtZero(made!, { ...course, shapes });
        course.weights.forEach((row, i) =>
          row.forEach((_, j) => {
            const gradients = course.gradients.map((g) => g[i][j]);
            const steps = all.map((step) => step[i][j]);
            const readings = steps.map((_, k) =>
              new Reading(made!, { gradients, steps }, k + 1)
            );
            staysInHull(readings.map(hull.read), {
              start: hull.start?.(readings[0]),
              keepsGreatest: hull.keepsGreatest,
              place: (t) => placeOf(t, i, j),
            });
          })
        );
      },
    );
  },
};
