import { fc } from "../deps.ts";
import { sameSteps } from "../compare.ts";
import { courses } from "../course.ts";
import { begin, pathOf } from "../follow.ts";
import { type Law, Violation } from "../law.ts";
import { wide } from "../numbers.ts";

/** An optimizer writes into nothing that it is handed, and keeps no hold of it. */
export const inputsUnchanged: Law = {
  name: "inputs-unchanged",
  statement:
    "A step leaves the parameters, gradients and state that it is given as " +
    "they are (a stateful optimizer may update its parameters in place), and " +
    "a caller who overwrites his arrays afterwards changes no later step.",
  domain: "all finite numbers",
  traits: "none",
  source: "the definition of a pure function of the state",
  unclaimed: () => undefined,
  property: (subject) =>
    fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype) }),
      async (course) => {
        const path = [course.weights];
        let standing = await begin(subject, course.weights, course.shapes);
        for (const [t, grads] of course.gradients.entries()) {
          const next = await subject.intrude(grads, standing);
          if (next.written.length > 0) {
            throw new Violation(
              `in step ${t + 1} the optimizer wrote into its ` +
                `${next.written.join(" and ")}`,
            );
          }
          standing = next;
          path.push(next.params);
        }
        sameSteps(
          path,
          await pathOf(subject, course),
          "a run whose arrays the caller overwrites after each step",
        );
      },
    ),
};
