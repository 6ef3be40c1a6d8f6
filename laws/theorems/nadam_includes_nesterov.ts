import { unlessRule } from "../claims.ts";
import type { Law } from "../law.ts";
import { atValues } from "../settings.ts";
import { momentum } from "../../optimizers/mod.ts";
import { courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { formats, ordinary } from "../numbers.ts";
import { nearSteps, stepsOf } from "../relation.ts";
import type { Point, Subject } from "../subject.ts";
import { greatEpsilon } from "./includes_momentum.ts";

const great = { epsilon: greatEpsilon, learningRate: greatEpsilon };
const constant = { momentumDecay: 0 };

/** NAdam can do what Nesterov does. */
export const nadamIncludesNesterov: Law = {
  name: "nadam-includes-nesterov",
  statement:
    "As ε grows with the learning rate α, the step t of NAdam becomes " +
    "(α/ε)·(1 - μ)·(g/(1 - μᵗ) + μ·b/(1 - μᵗ⁺¹)), where b is the m of Momentum " +
    "with η = 1: in the end the step g + μ·b of Nesterov with the learning " +
    "rate (α/ε)·(1 - μ). Where its inertia does not rise with the steps μ is " +
    "β₁; where it would, β₁/2 at ψ = 0.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^23; ε = α = 2^70; an " +
    "inertia of steps that is also that of m",
  traits: "the rule nadam, at these values or able to be made so",
  source: "Choi, Shallue, Nado, Lee, Maddison, Dahl (2019), section 3.2 and " +
    "appendix A",
  unclaimed: (subject) =>
    unlessRule(subject, "nadam") ??
      (subject.choices.inertia === "rising"
        ? "the inertia of its steps is not that of its mean"
        : atValues(subject, great, constant).why),
  property: (subject) => {
    const { subject: limit } = atValues(subject, great, constant);
    const mu = inertiaOf(subject);
    const { unit } = formats[subject.dtype];
    const { beta2 } = subject.hyperparameters;
    const relative = 40 + 16 / (1 - mu) + 16 / (1 - beta2);
    const buffers = stepsOf(
      { ...subject, dtype: "float64" },
      momentum({ learningRate: 1, momentum: mu }),
    );
    const right = async (gradients: readonly Point[]) =>
      (await buffers(gradients)).map((b, k) =>
        mapPoint(b, (b, i, j) => {
          const here = gradients[k][i][j] / (1 - mu ** (k + 1));
          return (1 - mu) * (here + mu * b / (1 - mu ** (k + 2)));
        })
      );
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype) }),
      async (course) => {
        const { gradients } = course;
        const sizes = await right(gradients.map((g) => mapPoint(g, Math.abs)));
        nearSteps(
          await stepsAtZero(limit!, course),
          await right(gradients),
          // ε hides a root of 2²³ up to 2⁻⁴⁴.
          (t, i, j) => ((relative + 8 * t) * unit + 2 ** -44) * sizes[t][i][j],
        );
      },
    );
  },
};

/** The inertia of every step, where it does not rise. */
function inertiaOf({ hyperparameters: { beta1 }, choices }: Subject): number {
  return (choices.inertia ?? "published") === "constant" ? beta1 : beta1 / 2;
}
