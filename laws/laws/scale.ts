import { fc } from "../deps.ts";
import { unlessExtremeRate } from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses, mapPoint } from "../course.ts";
import { pathOf, stepsAtZero } from "../follow.ts";
import { scaleFree } from "../scale_free.ts";
import type { Law } from "../law.ts";
import { ordinary } from "../numbers.ts";

/** Scaling gradients scales steps by a power of the factor. */
export const scale: Law = {
  name: "scale",
  statement:
    "With every ε and every start of the state 0, multiplying all gradients " +
    "by a power of two leaves the steps as they are, in every bit, where the " +
    "degree is 0, and multiplies them by it where the degree is 1.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20, scaled so that no " +
    "square and no step leaves the normal range; learning rates from 2^-40 " +
    "to 2^40",
  traits: "degree: 0 or degree: 1; every ε is 0 or can be set to 0",
  source: "multiplication by a power of two is exact",
  unclaimed: (subject) => {
    if (subject.traits.degree === undefined) {
      return "degree is not among its traits";
    }
    return unlessExtremeRate(subject) ?? scaleFree(subject).why;
  },
  property: (subject) => {
    const { subject: bare } = scaleFree(subject);
    const most = subject.dtype === "float64" ? 300 : 20;
    return fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: ordinary(subject.dtype) }),
        power: fc.integer({ min: -most, max: most }),
      }),
      async ({ course, power }) => {
        const factor = 2 ** power;
        const scaled = course.gradients.map((g) =>
          mapPoint(g, (x) => x * factor)
        );
        if (!bare!.traits.ignoresWeights && bare!.traits.degree === 0) {
          sameSteps(
            await pathOf(bare!, { ...course, gradients: scaled }),
            await pathOf(bare!, course),
            `the run under gradients times 2^${power}`,
            { same: sameNumber },
          );
        }
        const expected = await stepsAtZero(bare!, course);
        const by = subject.traits.degree === 1 ? factor : 1;
        sameSteps(
          await stepsAtZero(bare!, { ...course, gradients: scaled }),
          expected.map((step) => mapPoint(step, (x) => x * by)),
          `the step under gradients times 2^${power}`,
          { same: sameNumber, first: 1 },
        );
      },
    );
  },
};
