import type { Approximate } from "../approximate.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { Constants } from "../closed_forms/constants.ts";
import { placeOf } from "../compare.ts";
import { type Course, courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { begin, stepFrom } from "../follow.ts";
import { staysInHull, type Told } from "../hulls/hull.ts";
import type { Law } from "../law.ts";
import { ordinary } from "../numbers.ts";
import type { Point, Subject } from "../subject.ts";

/** By how much a probe exceeds all gradients; its square is finite. */
const beyond = 2 ** 40;

/** Both of Adadelta's means stay between what they were and what they met. */
export const adadeltaMeansInHull: Law = {
  name: "adadelta-means-in-hull",
  statement:
    "Adadelta's mean of squares of gradients lies after each step between " +
    "what it was and g², its mean of squares of updates between what it was " +
    "and the square of the step over η, up to rounding; both are 0 before the " +
    "first step. A gradient beyond all others, met in a fork of the state, " +
    "tells the second, the step itself then the first.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20; where ε does not " +
    "hide the means",
  traits: "the rule adadelta at constant hyperparameters",
  source: "Zeiler (2012), algorithm 1: both are weighted means",
  unclaimed: (subject) =>
    unlessRule(subject, "adadelta") ?? unlessExtremeRate(subject),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype), maxSteps: 8 }),
      async (course) => {
        const { gradients } = course;
        const sizes = gradients.flat(2).map(Math.abs);
        const greatest = Math.max(...sizes, 2 ** -20);
        const { steps, probes } = await forked(
          subject,
          course,
          beyond * greatest,
        );
        course.weights.forEach((row, i) =>
          row.forEach((_, j) => {
            const read = reader(subject, greatest);
            const of = (points: readonly Point[]) => points.map((p) => p[i][j]);
            const all = read(of(gradients), of(steps), of(probes));
            for (const [what, told] of Object.entries(all)) {
              const start = new Constants(subject).exact(0);
              const place = (t: number) => placeOf(t, i, j);
              staysInHull(told, { start, what, place });
            }
          })
        );
      },
    ),
};

/** The steps of a run, and those along a probe from each of its states. */
async function forked(
  subject: Subject,
  { shapes, weights, gradients }: Course,
  size: number,
): Promise<{ steps: Point[]; probes: Point[] }> {
  const probe = mapPoint(weights, () => size);
  let { state } = await begin(subject, mapPoint(weights, () => 0), shapes);
  const steps: Point[] = [];
  const probes = [(await stepFrom(subject, state, probe)).step];
  for (const grads of gradients) {
    const next = await stepFrom(subject, state, grads);
    state = next.state;
    steps.push(next.step);
    probes.push((await stepFrom(subject, state, probe)).step);
  }
  return { steps, probes };
}

/** Reads both means of one coordinate. */
function reader(subject: Subject, greatest: number) {
  const of = new Constants(subject);
  const square = (x: Approximate) => x.multiply(x);
  const size = square(of.exact(beyond * greatest));
  // ρ·h + ε, of which the probe leaves nothing.
  const hidden = greatest ** 2 + of.hyper("epsilon").value;
  const weighed = of.complement("decay").multiply(size);
  const below = weighed.of(weighed.value, weighed.error + hidden);
  const rate = square(of.hyper("learningRate"));
  // ε, η, two roots and two sums under them, quotients and products, a square,
  // and in each step since two roundings and that of ρ.
  const rounded = (x: Approximate, t: number) =>
    x.of(x.value, x.error + (6 * t + 40) * of.unit * Math.abs(x.value));
  const less = (x: Approximate) => x.subtract(of.hyper("epsilon"));
  return (
    gradients: readonly number[],
    steps: readonly number[],
    probes: readonly number[],
  ): Record<string, Told[]> => {
    const above = probes.map((step, t) =>
      rounded(square(of.exact(step)).multiply(below).divide(rate), t)
        .divide(size)
    );
    return {
      "a mean of squares of gradients": steps.map((step, k) => {
        const met = square(of.exact(gradients[k]));
        const over = rate.multiply(above[k]).multiply(met);
        const sum = rounded(over.divide(square(of.exact(step))), k + 1);
        return { mean: less(sum), met };
      }),
      "a mean of squares of updates": steps.map((step, k) => ({
        mean: less(above[k + 1]),
        met: rounded(square(of.exact(step)).divide(rate), 0),
      })),
    };
  };
}
