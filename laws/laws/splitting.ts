import { fc } from "../deps.ts";
import { unlessClaimed } from "../claims.ts";
import { sameSteps } from "../compare.ts";
import { type Course, courses } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";
import type { Point, Subject } from "../subject.ts";

/** How coordinates are gathered in parameters does not matter. */
export const splitting: Law = {
  name: "splitting",
  statement:
    "Coordinates get the same bits in one parameter, in several, in any " +
    "shape, and each in a run of its own.",
  domain: "all finite numbers",
  traits: "coordinatewise",
  source: "each coordinate's step depends on that coordinate alone",
  unclaimed: (subject) => unlessClaimed(subject, "coordinatewise"),
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype) }),
      async (course) => {
        const whole = (await pathOf(subject, course)).map(joined);
        const one = await pathOf(subject, inOne(course));
        sameSteps(one, whole, "one parameter of all coordinates");
        sameSteps(
          await eachAlone(subject, course),
          whole,
          "each coordinate in a run of its own",
        );
      },
    ),
};

function joined(point: Point): Point {
  return [point.flat()];
}

/** All coordinates as one vector. */
function inOne({ weights, gradients }: Course): Course {
  const all = joined(weights);
  return {
    shapes: [[all[0].length]],
    weights: all,
    gradients: gradients.map(joined),
  };
}

async function eachAlone(subject: Subject, course: Course): Promise<Point[]> {
  const { weights: [weights], gradients } = inOne(course);
  const path: number[][] = [[...weights], ...gradients.map(() => [])];
  for (const j of weights.keys()) {
    const points = await pathOf(subject, {
      shapes: [[1]],
      weights: [[weights[j]]],
      gradients: gradients.map(([row]) => [[row[j]]]),
    });
    points.forEach(([[x]], t) => path[t][j] = x);
  }
  return path.map((row) => [row]);
}
