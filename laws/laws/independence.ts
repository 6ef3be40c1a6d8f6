import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameSteps } from "../compare.ts";
import { type Course, courses, mapPoint } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";
import type { Point } from "../subject.ts";

/** A coordinate does not see what others are and meet. */
export const independence: Law = {
  name: "independence",
  statement:
    "A coordinate's path stays the same, in every bit, whatever the other " +
    "coordinates and parameters are and meet, gradients of 0 included.",
  domain: "all finite numbers",
  traits: "coordinatewise",
  source: "each coordinate's step depends on that coordinate alone",
  unclaimed: (subject) => unlessClaimed(subject, "coordinatewise"),
  property: (subject) => {
    const number = wide(subject.dtype);
    return fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: number }),
        coordinate: fc.nat({ max: 14 }),
        others: fc.array(number, { minLength: 1, maxLength: 7 }),
        silent: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      }),
      async ({ course, coordinate, others, silent }) => {
        const size = course.weights.flat().length;
        if (size === 0) return;
        const kept = coordinate % size;
        const only = (path: Point[]) => path.map((point) => alone(point, kept));
        const changed = replaceOthers(course, kept, others, silent);
        sameSteps(
          only(await pathOf(subject, changed)),
          only(await pathOf(subject, course)),
          "the coordinate among others",
        );
      },
    );
  },
};

/** A point with 0 in the place of all coordinates but one. */
function alone(point: Point, kept: number): Point {
  let place = 0;
  return mapPoint(point, (x) => place++ === kept ? x : 0);
}

/**
 * The course with all but one coordinate replaced, in turn, by `others`.
 *
 * @param silent the steps in which the gradients of the others are 0.
 */
function replaceOthers(
  { shapes, weights, gradients }: Course,
  kept: number,
  others: readonly number[],
  silent: readonly boolean[],
): Course {
  let drawn = 0;
  const next = () => others[drawn++ % others.length];
  const replace = (point: Point, other: () => number): Point => {
    let place = 0;
    return point.map((row) => row.map((x) => place++ === kept ? x : other()));
  };
  return {
    shapes,
    weights: replace(weights, next),
    gradients: gradients.map((each, t) =>
      replace(each, silent[t] ? () => 0 : next)
    ),
  };
}
