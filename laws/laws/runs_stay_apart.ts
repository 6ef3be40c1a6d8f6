import { fc } from "../deps.ts";
import { sameSteps } from "../compare.ts";
import { type Course, courses } from "../course.ts";
import { begin, pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";
import type { Point, Subject } from "../subject.ts";

/** A run does not see another one, even from the same state. */
export const runsStayApart: Law = {
  name: "runs-stay-apart",
  statement:
    "A run gives the same bits while others take turns with it: one that was " +
    "begun by itself, and one that forks from its own state in each step.",
  domain: "all finite numbers",
  traits: "none",
  source: "the definition of a pure function of the state",
  unclaimed: () => undefined,
  property: (subject) => {
    const course = courses(subject, { gradient: wide(subject.dtype) });
    const pair = fc.record({ own: course, other: course });
    return fc.asyncProperty(pair, async ({ own, other }) => {
      const alone = await pathOf(subject, own);
      const path = await disturbed(subject, own, other);
      sameSteps(path, alone, "the run among others");
    });
  },
};

/** The path of a run that takes turns with another and with forks of itself. */
async function disturbed(
  subject: Subject,
  { shapes, weights, gradients }: Course,
  other: Course,
): Promise<Point[]> {
  let standing = await begin(subject, weights, shapes);
  let strange = await begin(subject, other.weights, other.shapes);
  const path = [standing.params];
  for (const [t, grads] of gradients.entries()) {
    const backwards = gradients[gradients.length - 1 - t];
    await subject.update(backwards, standing);
    strange = await subject.update(
      other.gradients[t % other.gradients.length],
      strange,
    );
    standing = await subject.update(grads, standing);
    path.push(standing.params);
  }
  return path;
}
