import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses, mapCourse } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** Nothing moves that has met no gradient. */
export const zeroGradientRests: Law = {
  name: "zero-gradient-rests",
  statement: "From a fresh state, parameters stay where they are while their " +
    "gradients are 0: anywhere for a rule that ignores the weights, at 0 for " +
    "others.",
  domain: "all finite weights",
  traits: "odd",
  source: "an odd function is 0 at 0",
  unclaimed: (subject) => unlessClaimed(subject, "odd"),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, {
        gradient: fc.constantFrom(0, -0),
        weight: wide(subject.dtype),
      }),
      async (drawn) => {
        const course = subject.traits.ignoresWeights
          ? drawn
          : mapCourse(drawn, (x) => 0 * x);
        sameSteps(
          await pathOf(subject, course),
          [course.weights, ...course.gradients.map(() => course.weights)],
          "a run without gradients",
          { same: sameNumber },
        );
      },
    ),
};
