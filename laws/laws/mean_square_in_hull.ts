import { fc } from "../deps.ts";
import {
  unlessClaimed,
  unlessConstantRate,
  unlessExtremeRate,
  unlessUnscheduled,
} from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { exactly, meanSquareOf, withinHull } from "../mean_square.ts";
import { formats, squarable } from "../numbers.ts";

/** RMSProp's mean of squares stays between what it was and what it met. */
export const meanSquareInHull: Law = {
  name: "mean-square-in-hull",
  statement:
    "The mean of squares h, as the step η·g/√h tells it, lies after each step " +
    "between what it was before and the square of the gradient, up to " +
    "rounding; before the first step it is h₀.",
  domain: "gradients that aren't 0 and whose squares are normal and finite; " +
    "constant hyperparameters; where ε does not hide h",
  traits: "meanSquare",
  source: "Tieleman and Hinton (2012): h is a weighted mean",
  unclaimed: (subject) =>
    unlessClaimed(subject, "meanSquare") ?? unlessConstantRate(subject) ??
      unlessUnscheduled(subject) ?? unlessExtremeRate(subject),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: squarable(subject.dtype), maxSteps: 8 }),
      async (course) => {
        const steps = await stepsAtZero(subject, course);
        const { initialAccumulator: start = 0, epsilon = 0 } =
          subject.hyperparameters;
        // ρ and 1 − ρ add up to 1 within a unit, two products and a sum are
        // rounded.
        const slack = 1 + 6 * formats[subject.dtype].unit;
        course.weights.forEach((row, i) =>
          row.forEach((_, j) => {
            let before = exactly(subject, start);
            steps.forEach((step, t) => {
              const g = course.gradients[t][i][j];
              // The operations that made the step rounded η, ε, the square,
              // the root, the quotient and the product once each.
              const h = meanSquareOf(subject, g, step[i][j], {
                epsilon: exactly(subject, epsilon),
                roundings: 6,
              });
              withinHull(h, before, g, { slack, place: placeOf(t + 1, i, j) });
              before = h;
            });
          })
        );
      },
    ),
};
