import { unlessOneOf } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, squarable } from "../numbers.ts";

/** Rules that step along signs take steps of one size. */
export const signStepIsLearningRate: Law = {
  name: "sign-step-is-learning-rate",
  statement:
    "Each step from w = 0 is the learning rate, or minus it, in every bit, or " +
    "0 where what its sign is taken of is 0; the first goes along the sign of " +
    "the gradient.",
  domain: "gradients that aren't 0 and whose squares are normal and finite; " +
    "constant hyperparameters",
  traits: "the rules sign-sgd, signum and lion",
  source: "Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), algorithms 1 " +
    "and 2; Chen, Liang, Huang and others (2023), algorithm 2",
  unclaimed: (subject) => unlessOneOf(subject, ["sign-sgd", "signum", "lion"]),
  property: (subject) => {
    const { learningRate } = subject.hyperparameters;
    const size = formats[subject.dtype].round(learningRate);
    // A mean of gradients may cancel; without memory there is nothing to cancel.
    const isPlain = subject.rule === "sign-sgd";
    return fc.asyncProperty(
      courses(subject, { gradient: squarable(subject.dtype), maxSteps: 8 }),
      async (course) => {
        const steps = await stepsAtZero(subject, course);
        steps.forEach((step, k) =>
          step.forEach((row, i) =>
            row.forEach((x, j) => {
              const along = size * Math.sign(course.gradients[k][i][j]);
              const isFixed = isPlain || k === 0;
              const isRight = x === along ||
                (!isFixed && (x === -along || x === 0));
              if (isRight) return;
              throw new Violation(
                `${placeOf(k + 1, i, j)}: the step is ${formatNumber(x)}, ` +
                  `where ${isFixed ? "" : "plus or minus "}${
                    formatNumber(isFixed ? along : size)
                  } is right`,
              );
            })
          )
        );
      },
    );
  },
};
