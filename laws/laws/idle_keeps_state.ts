import {
  unlessClaimed,
  unlessExtremeRate,
  unlessUnscheduled,
} from "../claims.ts";
import { sameNumber, sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { begin, pathOf, zerosLike } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";
import type { Point } from "../subject.ts";

/** Steps without a gradient leave no trace. */
export const idleKeepsState: Law = {
  name: "idle-keeps-state",
  statement:
    "Steps along gradients of 0, put into a run wherever and however many, " +
    "change nothing: the weights stay where they are meanwhile, and the run " +
    "goes on with the same bits (+0 and -0 count as one).",
  domain: "all finite numbers; constant hyperparameters",
  traits: "idleKeepsState",
  source: "a sum stays as it is when 0 is added",
  unclaimed: (subject) =>
    unlessClaimed(subject, "idleKeepsState") ?? unlessUnscheduled(subject) ??
      unlessExtremeRate(subject),
  property: (subject) =>
    fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: wide(subject.dtype) }),
        pauses: fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 }),
      }),
      async ({ course, pauses }) => {
        const { shapes, weights, gradients } = course;
        let standing = await begin(subject, weights, shapes);
        const path: Point[] = [weights];
        for (const [t, grads] of gradients.entries()) {
          for (let pause = 0; pause < pauses[t]; pause++) {
            standing = await subject.update(zerosLike(weights), standing);
            sameSteps([standing.params], [path[t]], "a step along 0", {
              same: sameNumber,
              first: t,
            });
          }
          standing = await subject.update(grads, standing);
          path.push(standing.params);
        }
        sameSteps(
          path,
          await pathOf(subject, course),
          "the run with steps along 0 in it",
          { same: sameNumber },
        );
      },
    ),
};
