import { coursesWith, noStepAbove } from "../bounded.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import type { Law } from "../law.ts";
import { formats } from "../numbers.ts";
import type { Subject } from "../subject.ts";
import {
  type Inertia,
  nadamBound,
  nadamWeights,
  steepest,
} from "../weighed_bounds.ts";

/** NAdam's true step bound, above Adam's. */
export const nadamStepBound: Law = {
  name: "nadam-step-bound",
  statement:
    "From w = 0 no step t of NAdam is greater than α·√(Σ cᵢ²/β₂ᵗ⁻ⁱ) · " +
    "√((1 + β₂ + … + β₂ᵗ⁻¹)/s), where cᵢ is the weight of gᵢ in " +
    "μ′·m/(1 - μ′·p) + (1 - μ)·g/(1 - p), and s = β₂ as published, else 1: " +
    "8.415·α at most with a constant inertia of 0.9 and β₂ = 0.999, where " +
    "Adam has 7.270·α. A rising inertia lets more of the last gradient in: " +
    "14.614·α in step 1890 at PyTorch's defaults, 18.562·α in step 1764 at " +
    "the paper's.",
  domain: "gradients that aren't 0 and whose squares are normal and finite, " +
    "those among them that make the step as great as it can be",
  traits: "the rule nadam at constant hyperparameters",
  source: "the Cauchy-Schwarz inequality on the sums of Dozat (2016), " +
    "algorithm 2, attained by gᵢ = cᵢ/β₂ᵗ⁻ⁱ",
  unclaimed: (subject) =>
    unlessRule(subject, "nadam") ?? unlessExtremeRate(subject),
  property: (subject) => {
    const { learningRate, beta1, beta2 } = subject.hyperparameters;
    const { unit } = formats[subject.dtype];
    const inertia = inertiaOf(subject);
    // Weights that underflow, or a β₂ too small, leave the last gradient alone.
    const adverse = (t: number) =>
      beta1 > 0.05 && beta2 > 0.05
        ? steepest(nadamWeights(inertia, t), beta2)
        : [1];
    return fc.asyncProperty(
      coursesWith(subject, 2, adverse),
      async (course) => {
        noStepAbove(await stepsAtZero(subject, course), (t) => {
          // As for Adam; p is a product of t factors, and 1 − p and 1 − μ′·p
          // are divisors like 1 − β₁ᵗ.
          const slack = 10 * t + 40 + 16 / (1 - beta1) + 8 / (1 - beta2);
          const bound = nadamBound(inertia, beta2, t);
          return learningRate * bound * (1 + slack * unit);
        });
      },
    );
  },
};

function inertiaOf({ choices, hyperparameters }: Subject): Inertia {
  const { beta1, momentumDecay = 0 } = hyperparameters;
  const { inertia: kind = "published" } = choices;
  return { kind: kind as Inertia["kind"], beta1, momentumDecay };
}
