import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { nearSteps } from "../relation.ts";
import { atValues } from "../settings.ts";
import type { Point, Subject } from "../subject.ts";

const bare = { beta1: 0, epsilon: 0 };

/** AMSGrad divides by the greatest of all means of squares so far. */
export const amsgradKeepsTheGreatest: Law = {
  name: "amsgrad-keeps-the-greatest",
  statement:
    "At β₁ = 0 and ε = 0 each step of AMSGrad is α·g over the root of the " +
    "greatest mean of squares that there was, written out as a sum each, with " +
    "its corrections where it has some, up to rounding.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20, in any order",
  traits:
    "the rule amsgrad, at beta1 = 0 and epsilon = 0 or able to be made so",
  source: "Reddi, Kale, Kumar (2018), algorithm 2",
  unclaimed: (subject) =>
    unlessRule(subject, "amsgrad") ?? unlessExtremeRate(subject) ??
      atValues(subject, bare).why,
  property: (subject) => {
    const { subject: made } = atValues(subject, bare);
    const { beta2 } = subject.hyperparameters;
    // A square and the terms it is summed with meet two roundings a step, a
    // correction is off by 1/(1 − β₂) times as many units; their root, a
    // quotient, a product.
    const roundings = 60 + 16 / (1 - beta2);
    const allowed = roundings * formats[subject.dtype].unit;
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype), maxSteps: 12 }),
      async (course) => {
        const expected = expectedSteps(made!, course.gradients);
        nearSteps(
          await stepsAtZero(made!, course),
          expected,
          (t, i, j) => allowed * Math.abs(expected[t][i][j]),
        );
      },
    );
  },
};

function expectedSteps(
  { hyperparameters, choices }: Subject,
  gradients: readonly Point[],
): Point[] {
  const { learningRate, beta2 } = hyperparameters;
  const plain = (choices.biasCorrection ?? "none") === "none";
  const correction = (t: number) => plain ? 1 : 1 - beta2 ** t;
  const early = choices.maximumOf === "corrected";
  return gradients.map((point, k) =>
    mapPoint(point, (g, i, j) => {
      const means = gradients.slice(0, k + 1).map((_, s) => {
        const terms = gradients.slice(0, s + 1)
          .map((p, q) => beta2 ** (s - q) * p[i][j] ** 2);
        const sum = (1 - beta2) * terms.reduce((a, b) => a + b, 0);
        return early ? sum / correction(s + 1) : sum;
      });
      const greatest = Math.max(...means) / (early ? 1 : correction(k + 1));
      return g === 0 ? 0 : learningRate * g / Math.sqrt(greatest);
    })
  );
}
