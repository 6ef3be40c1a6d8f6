import { fc } from "../deps.ts";
import { unlessTensorwise } from "../claims.ts";
import { sameSteps } from "../compare.ts";
import { type Course, courses } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** The order of the parameters does not matter. */
export const permutingParameters: Law = {
  name: "permuting-parameters",
  statement:
    "Giving the parameters in another order gives the updated ones in that " +
    "order and changes no bit.",
  domain: "all finite numbers, two or three parameters",
  traits: "coordinatewise or tensorwise; takes several parameters",
  source: "each tensor's step depends on that tensor alone",
  unclaimed: unlessTensorwise,
  property: (subject) =>
    fc.asyncProperty(
      fc.record({
        course: courses(subject, {
          gradient: wide(subject.dtype),
          minTensors: 2,
        }),
        backwards: fc.boolean(),
      }),
      async ({ course, backwards }) => {
        const turn = <T>(rows: readonly T[]): T[] =>
          backwards ? rows.toReversed() : [...rows.slice(1), rows[0]];
        const turned: Course = {
          shapes: turn(course.shapes),
          weights: turn(course.weights),
          gradients: course.gradients.map(turn),
        };
        sameSteps(
          await pathOf(subject, turned),
          (await pathOf(subject, course)).map(turn),
          "the run with its parameters in another order",
        );
      },
    ),
};
