import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { begin, stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import type { Point } from "../subject.ts";

/** Steps do not depend on where the weights are. */
export const translation: Law = {
  name: "translation",
  statement:
    "The steps are the same wherever the weights are: what a weight becomes " +
    "is the weight minus the step seen at w = 0, rounded once.",
  domain: "weights and gradients of 0, or of magnitude 2^-20 to 2^20",
  traits: "ignoresWeights",
  source: "steps depend on gradients alone",
  unclaimed: (subject) => unlessClaimed(subject, "ignoresWeights"),
  property: (subject) => {
    const { round } = formats[subject.dtype];
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype) }),
      async (course) => {
        const { shapes, weights, gradients } = course;
        const steps = await stepsAtZero(subject, course);
        let standing = await begin(subject, weights, shapes);
        const right: Point[] = [weights];
        const path: Point[] = [weights];
        for (const [t, grads] of gradients.entries()) {
          const { params } = standing;
          right.push(
            params.map((row, i) =>
              row.map((w, j) => round(w - steps[t][i][j]))
            ),
          );
          standing = await subject.update(grads, standing);
          path.push(standing.params);
        }
        sameSteps(path, right, "the run at these weights", {
          same: sameNumber,
        });
      },
    );
  },
};
