import { fc } from "../deps.ts";
import { sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { follow } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** A run that is put away and taken up is the same run. */
export const resume: Law = {
  name: "resume",
  statement:
    "A run that is put away after any step, and taken up by the optimizer " +
    "made anew, goes on with the same bits: through JSON and through bytes " +
    "for Descent's, through a copy of the state or its own save and restore " +
    "for others.",
  domain: "all finite numbers",
  traits: "none",
  source: "all that evolves is in the state",
  unclaimed: () => undefined,
  property: (subject) =>
    fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: wide(subject.dtype) }),
        afterStep: fc.nat({ max: 6 }),
        through: fc.constantFrom(...subject.keepers.map(({ name }) => name)),
      }),
      async ({ course, afterStep, through }) => {
        const { keep } = subject.keepers.find(({ name }) => name === through)!;
        const whole = await follow(subject, course);
        const at = afterStep % whole.length;
        const later = subject.with?.({}) ?? subject;
        let standing = await keep(whole[at]);
        const path = whole.slice(0, at).map(({ params }) => params);
        path.push(standing.params);
        for (const grads of course.gradients.slice(at)) {
          standing = await later.update(grads, standing);
          path.push(standing.params);
        }
        sameSteps(
          path,
          whole.map(({ params }) => params),
          `a run kept through ${through} after step ${at}`,
        );
      },
    ),
};
