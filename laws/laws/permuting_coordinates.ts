import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameSteps } from "../compare.ts";
import { type Course, courses } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";
import type { Point } from "../subject.ts";

/** The order of a parameter's elements does not matter. */
export const permutingCoordinates: Law = {
  name: "permuting-coordinates",
  statement:
    "Putting the elements of a parameter, and of its gradients, in another " +
    "order puts the updated elements in that order and changes no bit.",
  domain: "all finite numbers",
  traits: "coordinatewise",
  source: "each coordinate's step depends on that coordinate alone",
  unclaimed: (subject) => unlessClaimed(subject, "coordinatewise"),
  property: (subject) =>
    fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: wide(subject.dtype) }),
        keys: fc.array(fc.nat({ max: 99 }), { minLength: 5, maxLength: 5 }),
      }),
      async ({ course, keys }) => {
        const permuted = reorder(course, keys);
        sameSteps(
          await pathOf(subject, permuted),
          (await pathOf(subject, course)).map((point) =>
            reorderPoint(point, keys)
          ),
          "the run in another order",
        );
      },
    ),
};

function reorder(
  { shapes, weights, gradients }: Course,
  keys: readonly number[],
): Course {
  return {
    shapes,
    weights: reorderPoint(weights, keys),
    gradients: gradients.map((each) => reorderPoint(each, keys)),
  };
}

/** The elements of each row in the order of their places' keys. */
function reorderPoint(point: Point, keys: readonly number[]): Point {
  return point.map((row) => {
    const places = row.map((_, j) => j);
    places.sort((a, b) => keys[a] - keys[b] || a - b);
    return places.map((j) => row[j]);
  });
}
