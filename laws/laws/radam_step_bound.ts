import { noStepAbove, squarableCourses } from "../bounded.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { Constants } from "../closed_forms/constants.ts";
import { rectified } from "../closed_forms/rectified.ts";
import { type Course, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats } from "../numbers.ts";
import { adamBound } from "../step_bounds.ts";
import type { Point, Subject } from "../subject.ts";

/** RAdam's true step bound: Adam's, less what the rectification takes. */
export const radamStepBound: Law = {
  name: "radam-step-bound",
  statement: "From w = 0 no rectified step t of RAdam is greater than r_t " +
    "times the bound of Adam, r_t·α·√(1 - β₂ᵗ)/(1 - β₁ᵗ) · (1 - β₁)/√(1 - β₂) " +
    "· √(1 + q + … + qᵗ⁻¹) with q = β₁²/β₂, nor any other than α times the " +
    "greatest gradient so far: 7.270·α at most once steps are rectified, at " +
    "β₁ = 0.9, β₂ = 0.999.",
  domain: "gradients that aren't 0 and whose squares are normal and finite, " +
    "those growing by about β₂/β₁ a step among them",
  traits: "the rule radam at constant hyperparameters",
  source: "the Cauchy-Schwarz inequality; r_t does not depend on gradients, " +
    "and a corrected mean lies in the hull of what it has met (Liu, Jiang, " +
    "He, Chen, Liu, Gao, Han, 2020, algorithm 2)",
  unclaimed: (subject) =>
    unlessRule(subject, "radam") ?? unlessExtremeRate(subject),
  property: (subject) => {
    const { beta1, beta2 } = subject.hyperparameters;
    const growth = beta1 > 0 && beta2 > beta1 ? beta2 / beta1 : 2;
    return fc.asyncProperty(
      squarableCourses(subject, Math.min(growth, 2)),
      async (course) => {
        const steps = await stepsAtZero(subject, course);
        for (const single of coordinates(course, steps)) {
          noStepAbove(single.steps, (t) => mostOf(subject, single.sizes, t));
        }
      },
    );
  },
};

/** The steps of each number, and how great its gradients are. */
function coordinates({ gradients, weights }: Course, steps: readonly Point[]) {
  return weights.flatMap((row, i) =>
    row.map((_, j) => ({
      // Zeros elsewhere, so that places keep their names.
      steps: steps.map((step) =>
        mapPoint(step, (x, k, l) => k === i && l === j ? x : 0)
      ),
      sizes: gradients.map((g) => Math.abs(g[i][j])),
    }))
  );
}

/** The greatest that step t may be. */
function mostOf(
  subject: Subject,
  sizes: readonly number[],
  t: number,
): number {
  const { learningRate, beta1, beta2 } = subject.hyperparameters;
  const { unit } = formats[subject.dtype];
  // As for Adam; what the factor is off by is known with it.
  const slack = 8 * t + 30 + 8 / (1 - beta1) + 8 / (1 - beta2);
  const { isLong, factor } = rectified(new Constants(subject, t));
  const short = Math.max(...sizes.slice(0, t));
  const long = (factor.value + factor.error) * adamBound(beta1, beta2, t);
  const either = Math.max(short, Number.isNaN(long) ? Infinity : long);
  const most = isLong === undefined ? either : isLong ? long : short;
  return learningRate * most * (1 + slack * unit);
}
