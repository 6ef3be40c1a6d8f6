/** Reading a mean of squares off the steps that it makes. */
import { Approximate } from "./approximate.ts";
import { formatNumber } from "./format.ts";
import { Violation } from "./law.ts";
import { formats } from "./numbers.ts";
import type { Subject } from "./subject.ts";

/** A number as it is, in a subject's format. */
export function exactly({ dtype }: Subject, x: number): Approximate {
  return new Approximate(x, 0, formats[dtype].unit);
}

/**
 * h from a step η·g/(√h + ε): (η·|g|/|step| − ε)², or without its root where ε
 * is inside.
 *
 * @param roundings by how many units the step may be off.
 */
export function meanSquareOf(
  subject: Subject,
  g: number,
  step: number,
  { epsilon, roundings }: { epsilon: Approximate; roundings: number },
): Approximate {
  const { learningRate, epsilonRoot = 0 } = subject.hyperparameters;
  const exact = (x: number) => exactly(subject, x);
  const size = Math.abs(step);
  const error = roundings * formats[subject.dtype].unit * size;
  const denominator = exact(learningRate).multiply(exact(Math.abs(g)))
    .divide(exact(0).of(size, error));
  if (subject.choices.epsilonPlacement === "inside") {
    return denominator.multiply(denominator).subtract(epsilon);
  }
  const root = denominator.subtract(epsilon);
  return root.multiply(root).subtract(exact(epsilonRoot));
}

/**
 * Makes sure that a mean of squares lies between what it was and a square.
 *
 * @param slack 1 and the relative rounding of the mean.
 * @throws {Violation} if it doesn't.
 */
export function withinHull(
  h: Approximate,
  before: Approximate,
  g: number,
  { slack, place }: { slack: number; place: string },
): void {
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
