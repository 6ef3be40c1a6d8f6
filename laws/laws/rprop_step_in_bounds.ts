import { unlessRule } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, wide } from "../numbers.ts";

/** Rprop's steps stay within the bounds of their sizes. */
export const rpropStepInBounds: Law = {
  name: "rprop-step-in-bounds",
  statement:
    "Each step of Rprop from w = 0 that isn't 0 is at least the lesser of η " +
    "and d₁ and at most the greater of η and d₂; the first is η along the " +
    "sign of the gradient, in every bit.",
  domain: "all finite gradients; d₁ at most d₂; constant hyperparameters",
  traits: "the rule rprop",
  source: "Riedmiller and Braun (1993): sizes are kept within Δ_min and Δ_max",
  unclaimed: (subject) => unlessRule(subject, "rprop"),
  property: (subject) => {
    const { round } = formats[subject.dtype];
    const { learningRate, minStep, maxStep } = subject.hyperparameters;
    const first = round(learningRate);
    const least = Math.min(first, round(minStep));
    const most = Math.max(first, round(maxStep));
    return fc.asyncProperty(
      courses(subject, { gradient: wide(subject.dtype), maxSteps: 40 }),
      async (course) => {
        const steps = await stepsAtZero(subject, course);
        steps.forEach((step, k) =>
          step.forEach((row, i) =>
            row.forEach((x, j) => {
              const g = course.gradients[k][i][j];
              const isRight = k === 0
                ? x === first * Math.sign(g)
                : x === 0 || Math.abs(x) >= least && Math.abs(x) <= most;
              if (isRight) return;
              throw new Violation(
                `${placeOf(k + 1, i, j)}: the step is ${
                  formatNumber(x)
                }, where ` +
                  (k === 0
                    ? `${formatNumber(first * Math.sign(g))} is right`
                    : `one of ${formatNumber(least)} to ${
                      formatNumber(most)
                    } is right`),
              );
            })
          )
        );
      },
    );
  },
};
