import { fc } from "../deps.ts";
import { sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { pathOf } from "../follow.ts";
import type { Law } from "../law.ts";
import { wide } from "../numbers.ts";

/** The same inputs give the same bits. */
export const determinism: Law = {
  name: "determinism",
  statement:
    "The same weights and gradients give the same parameters, in every bit, " +
    "when a run is repeated and when the optimizer is made anew.",
  domain: "all finite numbers",
  traits: "none",
  source: "the definition of a function",
  unclaimed: () => undefined,
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype) }),
      async (course) => {
        const first = await pathOf(subject, course);
        sameSteps(await pathOf(subject, course), first, "the run again");
        const anew = subject.with?.({});
        if (anew === undefined) return;
        sameSteps(await pathOf(anew, course), first, "the optimizer anew");
      },
    ),
};
