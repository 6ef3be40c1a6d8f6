import { Approximate } from "../approximate.ts";
import { fc } from "../deps.ts";
import { unlessClaimed, unlessConstantRate } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { stepsAtZero } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, squarable } from "../numbers.ts";
import type { Subject } from "../subject.ts";

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
    unlessClaimed(subject, "meanSquare") ?? unlessConstantRate(subject),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: squarable(subject.dtype), maxSteps: 8 }),
      async (course) => {
        const steps = await stepsAtZero(subject, course);
        const { initialAccumulator: start = 0 } = subject.hyperparameters;
        course.weights.forEach((row, i) =>
          row.forEach((_, j) => {
            let before = exactly(subject, start);
            steps.forEach((step, t) => {
              const g = course.gradients[t][i][j];
              const h = meanSquareOf(subject, g, step[i][j]);
              within(subject, h, before, g, placeOf(t + 1, i, j));
              before = h;
            });
          })
        );
      },
    ),
};

function exactly({ dtype }: Subject, x: number): Approximate {
  return new Approximate(x, 0, formats[dtype].unit);
}

/** h from a step: (η·|g|/|step| − ε)², or without its root where ε is inside. */
function meanSquareOf(subject: Subject, g: number, step: number): Approximate {
  const { learningRate, epsilon = 0 } = subject.hyperparameters;
  const exact = (x: number) => exactly(subject, x);
  // The operations that made the step rounded η, ε, the square, the root, the
  // quotient and the product once each: the step is off by six units at most.
  const size = Math.abs(step);
  const seen = exact(0).of(size, 6 * formats[subject.dtype].unit * size);
  const denominator = exact(learningRate).multiply(exact(Math.abs(g)))
    .divide(seen);
  return subject.choices.epsilonPlacement === "inside"
    ? denominator.multiply(denominator).subtract(exact(epsilon))
    : squared(denominator.subtract(exact(epsilon)));
}

function squared(x: Approximate): Approximate {
  return x.multiply(x);
}

function within(
  { dtype }: Subject,
  h: Approximate,
  before: Approximate,
  g: number,
  place: string,
): void {
  // ρ and 1 − ρ add up to 1 within a unit, two products and a sum are rounded.
  const slack = 1 + 6 * formats[dtype].unit;
  const low = Math.min(before.value - before.error, g * g) / slack;
  const high = Math.max(before.value + before.error, g * g) * slack;
  const isRight = h.value + h.error >= low && h.value - h.error <= high;
  if (isRight || !Number.isFinite(h.error) || Number.isNaN(low + high)) return;
  const [from, to] = [low, high].map(formatNumber);
  throw new Violation(
    `${place}: the step tells a mean of squares of ${formatNumber(h.value)}, ` +
      `where one from ${from} to ${to} is right`,
  );
}
