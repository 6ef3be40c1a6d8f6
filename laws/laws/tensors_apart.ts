import { unlessTensorwise } from "../claims.ts";
import { sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** A parameter does not see what others are and meet. */
export const tensorsApart: Law = {
  name: "tensors-apart",
  statement:
    "Each of several parameters goes the same way, in every bit, as it goes " +
    "in a run of its own.",
  domain: "all finite numbers, two or three parameters",
  traits: "coordinatewise or tensorwise; takes several parameters",
  source: "each tensor's step depends on that tensor alone",
  unclaimed: unlessTensorwise,
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype), minTensors: 2 }),
      async (course) => {
        const together = await pathOf(subject, course);
        for (const i of course.shapes.keys()) {
          const alone = await pathOf(subject, {
            shapes: [course.shapes[i]],
            weights: [course.weights[i]],
            gradients: course.gradients.map((each) => [each[i]]),
          });
          sameSteps(
            together.map((point) => [point[i]]),
            alone,
            `parameter ${i} among others`,
          );
        }
      },
    ),
};
