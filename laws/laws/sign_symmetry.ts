import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses, mapCourse, mapPoint } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** The mirrored run is the mirror image of the run. */
export const signSymmetry: Law = {
  name: "sign-symmetry",
  statement:
    "Changing the sign of all weights and gradients changes the sign of all " +
    "updated weights and nothing else (+0 and -0 count as one).",
  domain: "all finite numbers",
  traits: "odd",
  source: "IEEE 754 operations round symmetrically",
  unclaimed: (subject) => unlessClaimed(subject, "odd"),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype) }),
      async (course) => {
        const mirrored = mapCourse(course, (x) => -x);
        sameSteps(
          await pathOf(subject, mirrored),
          (await pathOf(subject, course)).map((p) => mapPoint(p, (x) => -x)),
          "the mirrored run",
          { same: sameNumber },
        );
      },
    ),
};
