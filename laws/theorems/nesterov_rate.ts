import { unlessModerateRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import type { Law } from "../law.ts";
import { quadratics, runOn } from "../problems/quadratic.ts";
import { comesNear } from "./rate.ts";

/** Nesterov's gradient converges on quadratics as fast as its theorem says. */
export const nesterovRate: Law = {
  name: "nesterov-rate",
  statement:
    "On a quadratic function whose eigenvalues λ have ((1 - μ)/(1 + μ))² ≤ ηλ " +
    "≤ 1, l the least of them, the distance of Nesterov's rule from the " +
    "minimum after t steps is at most ((t + 1) + t·√(μ/(1 - ηl)))·rᵗ times the " +
    "first, where r = √(μ·(1 - ηl)), up to rounding.",
  domain: "quadratics of up to three weights, rotated, minima from -4 to 4; " +
    "60 steps",
  traits: "the rule nesterov at constant hyperparameters",
  source: "Nesterov (1983), where η = 1/L and μ = (√L - √l)/(√L + √l) make r " +
    "1 - √(l/L); the constant from Chebyshev polynomials, |U_t| ≤ t + 1",
  unclaimed: (subject) =>
    unlessRule(subject, "nesterov") ?? unlessModerateRate(subject),
  property: (subject) => {
    const { learningRate, momentum } = subject.hyperparameters;
    const low = ((1 - momentum) / (1 + momentum)) ** 2;
    const eigenvalue = fc.integer({ min: 0, max: 64 })
      .map((n) => (low + (1 - low) * n / 64) / learningRate);
    return fc.asyncProperty(quadratics(eigenvalue), async (problem) => {
      const run = await runOn(subject, problem, { learningRate, steps: 60 });
      const rest = Math.max(
        0,
        1 - learningRate * Math.min(...problem.eigenvalues),
      );
      const rate = Math.sqrt(momentum * rest);
      // t·√(μ/rest)·rᵗ, without the quotient.
      const second = (t: number) =>
        t * Math.sqrt(momentum) ** (t + 1) * Math.sqrt(rest) ** (t - 1);
      comesNear(run, (t) => (t + 1) * rate ** t + second(t), rate);
    });
  },
};
