import { rmsprop } from "../../optimizers/mod.ts";
import { unlessRule } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { stepsOf } from "../relation.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

const without = { momentum: 0 };

/** Taking the mean from the mean square makes no step smaller. */
export const centringNeverShrinks: Law = {
  name: "centring-never-shrinks",
  statement:
    "Centered RMSProp without momentum takes steps in the directions of " +
    "RMSProp, and none that is smaller.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20; ε above 0",
  traits: "the rule centered-rmsprop, at momentum = 0 or able to be made so",
  source: "Graves (2013), equation (40): h - m² is at most h",
  unclaimed: (subject) =>
    unlessRule(subject, "centered-rmsprop") ??
      (subject.hyperparameters.epsilon > 0
        ? atValues(subject, without).why
        : "it is asked where ε is above 0"),
  property: (subject) => {
    const { subject: centered } = atValues(subject, without);
    const plain = plainSteps(centered!);
    // Up to two roundings more, and in another order, on either side.
    const slack = 1 + 8 * formats[subject.dtype].unit;
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype) }),
      async (course) => {
        const least = await plain(course.gradients);
        const steps = await stepsAtZero(centered!, course);
        steps.forEach((step, t) =>
          step.forEach((row, i) =>
            row.forEach((x, j) => {
              const other = least[t][i][j];
              const agrees = Math.sign(x) === Math.sign(other);
              if (agrees && Math.abs(x) * slack >= Math.abs(other)) return;
              throw new Violation(
                `${placeOf(t + 1, i, j)}: the step is ${formatNumber(x)}, ` +
                  `where at least ${formatNumber(other)} is right, the step ` +
                  `without centring`,
              );
            })
          )
        );
      },
    );
  },
};

function plainSteps(subject: Subject): ReturnType<typeof stepsOf> {
  const { hyperparameters, choices } = subject;
  const { learningRate, decay, epsilon } = hyperparameters;
  const inside = choices.epsilonPlacement === "inside";
  return stepsOf(
    subject,
    rmsprop({
      learningRate,
      decay,
      epsilon,
      epsilonPlacement: inside ? "inside" : "outside",
    }),
  );
}
