import { adam } from "../../optimizers/mod.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { nearSteps, stepsOf } from "../relation.ts";
import { atValues } from "../settings.ts";
import type { Point } from "../subject.ts";

const withoutEpsilon = { epsilon: 0 };

/** AMSGrad's maximum is the present mean where gradients only grow. */
export const amsgradOnGrowingGradients: Law = {
  name: "amsgrad-on-growing-gradients",
  statement:
    "While gradients grow in size, or keep it, AMSGrad takes the steps of Adam " +
    "at ε = 0, up to rounding; without its corrections where AMSGrad has none.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^20, none smaller than " +
    "the one before it in its coordinate",
  traits: "the rule amsgrad, at epsilon = 0 or able to be made so",
  source:
    "Reddi, Kale, Kumar (2018): the greatest of growing means is the last",
  unclaimed: (subject) =>
    unlessRule(subject, "amsgrad") ?? unlessExtremeRate(subject) ??
      atValues(subject, withoutEpsilon).why,
  property: (subject) => {
    const { subject: bare } = atValues(subject, withoutEpsilon);
    const { learningRate, beta1, beta2 } = bare!.hyperparameters;
    const reference = stepsOf(
      subject,
      adam({ learningRate, beta1, beta2, epsilon: 0 }),
    );
    const isPlain = (subject.choices.biasCorrection ?? "none") === "none";
    const factor = (t: number) =>
      isPlain ? (1 - beta1 ** t) / Math.sqrt(1 - beta2 ** t) : 1;
    // As for the bound on Adam's steps.
    const roundings = 60 + 16 / (1 - beta1) + 16 / (1 - beta2);
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype) }),
      async (course) => {
        const gradients = growing(course.gradients);
        const steps = await stepsAtZero(bare!, { ...course, gradients });
        const expected = (await reference(gradients)).map((step, k) =>
          mapPoint(step, (x) => x * factor(k + 1))
        );
        // Means of both signs cancel: their rounding is that of their terms.
        const sizes = await reference(
          gradients.map((g) => mapPoint(g, Math.abs)),
        );
        const allowed = roundings * formats[subject.dtype].unit;
        nearSteps(
          steps,
          expected,
          (t, i, j) => allowed * factor(t + 1) * Math.abs(sizes[t][i][j]),
        );
      },
    );
  },
};

/** The same signs, each with the greatest size so far. */
function growing(gradients: readonly Point[]): Point[] {
  return gradients.map((point, t) =>
    mapPoint(point, (g, i, j) => {
      const past = gradients.slice(0, t + 1).map((p) => Math.abs(p[i][j]));
      return (Math.sign(g) || 1) * Math.max(...past);
    })
  );
}
