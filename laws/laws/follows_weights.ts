import { unlessClaimed, unlessExtremeRate } from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { ordinary } from "../numbers.ts";
import { atValues } from "../settings.ts";
import type { Point, Subject } from "../subject.ts";

/** Each ε, and weight decay, which must be 0. */
function offsets({ hyperparameters }: Subject): Record<string, number> {
  const names = Object.keys(hyperparameters)
    .filter((name) => /^(?:epsilon|weightDecay)/.test(name));
  return Object.fromEntries(names.map((name) => [name, 0]));
}

/** Steps are as great as the weights are. */
export const followsWeights: Law = {
  name: "follows-weights",
  statement:
    "With weight decay and every ε 0, multiplying the weights at the start by " +
    "a power of two multiplies the whole run by it, in every bit, under the " +
    "same gradients.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20; weights of these " +
    "magnitudes, no tensor of which is 0 or becomes so; learning rates from " +
    "2^-40 to 2^40",
  traits: "followsWeights; weight decay and every ε are 0 or can be set to 0",
  source: "You et al. (2017, 2020): steps are made as long as the weights; " +
    "multiplication by a power of two is exact",
  unclaimed: (subject) =>
    unlessClaimed(subject, "followsWeights") ?? unlessExtremeRate(subject) ??
      atValues(subject, offsets(subject)).why,
  property: (subject) => {
    const { subject: bare } = atValues(subject, offsets(subject));
    const most = subject.dtype === "float64" ? 300 : 20;
    return fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: ordinary(subject.dtype) }),
        power: fc.integer({ min: -most, max: most }),
      }),
      async ({ course, power }) => {
        const path = await pathOf(bare!, course);
        if (path.some(hasZeroTensor)) return;
        const times = (point: Point) => mapPoint(point, (x) => x * 2 ** power);
        const weights = times(course.weights);
        sameSteps(
          await pathOf(bare!, { ...course, weights }),
          path.map(times),
          `the run from weights times 2^${power}`,
          { same: sameNumber },
        );
      },
    );
  },
};

function hasZeroTensor(point: Point): boolean {
  return point.some((row) => row.every((x) => x === 0));
}
