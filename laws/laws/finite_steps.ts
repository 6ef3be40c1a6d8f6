import { unlessExtremeRate } from "../claims.ts";
import { fc } from "../deps.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { begin } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, wide } from "../numbers.ts";
import type { Point, Subject } from "../subject.ts";

/** How many gradients are drawn, and how often each is met in some runs. */
const maxSteps = 6;
const maxRepeats = 30;

/**
 * The greatest gradient that is asked about: a quarter of the greatest number,
 * since a mean of numbers next to it may round beyond it; less for a rule whose
 * steps grow with the gradients, and may add up.
 */
function limit({ dtype, traits, hyperparameters }: Subject): number {
  const { greatest } = formats[dtype];
  if (traits.ownStepSize) return Math.sqrt(greatest);
  const quarter = greatest / 4;
  if (traits.degree === 0) return quarter;
  const { learningRate = 1 } = hyperparameters;
  return quarter / (2 * maxSteps * maxRepeats * Math.max(1, learningRate));
}

/** No gradient, however large or small, gives NaN or an infinite weight. */
export const finiteSteps: Law = {
  name: "finite-steps",
  statement:
    "No parameter becomes NaN or infinite, even where squares of gradients " +
    "overflow or underflow, and where one gradient is met many times over.",
  domain:
    "all numbers up to a quarter of the greatest one; divided by the learning " +
    "rate, if that is above 1, and by twice the number of steps, where the " +
    "degree is not 0; for a rule that estimates its own step size, which grows " +
    "without bound along gradients that agree, up to the root of the greatest " +
    "number, each met once",
  traits: "none",
  source: "IEEE 754: where the exact step is finite, so should the computed be",
  unclaimed: unlessExtremeRate,
  property: (subject) => {
    const most = limit(subject);
    const { round } = formats[subject.dtype];
    const met = subject.traits.ownStepSize ? 1 : maxRepeats;
    const number = wide(subject.dtype)
      .map((x) => Math.abs(x) > most ? round(Math.sign(x) * most) : x);
    return fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: number, maxSteps }),
        repeats: fc.oneof(
          { withCrossShrink: true },
          { weight: 3, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.constant(met) },
        ),
      }),
      async ({ course: { shapes, weights, gradients }, repeats }) => {
        let standing = await begin(subject, weights, shapes);
        for (let t = 0; t < gradients.length * repeats; t++) {
          const grads = gradients[Math.floor(t / repeats)];
          standing = await subject.update(grads, standing);
          allFinite(standing.params, t + 1);
        }
      },
    );
  },
};

function allFinite(params: Point, step: number): void {
  params.forEach((row, i) =>
    row.forEach((x, j) => {
      if (Number.isFinite(x)) return;
      throw new Violation(
        `${placeOf(step, i, j)}: the weight is ${formatNumber(x)}, where a ` +
          `finite number is right`,
      );
    })
  );
}
