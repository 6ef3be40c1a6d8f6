import { unlessModerateRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import type { Law } from "../law.ts";
import { quadratics, runOn } from "../problems/quadratic.ts";
import { atValues } from "../settings.ts";
import { comesNear, heavyBallBound } from "./rate.ts";

const undamped = { dampening: 0 };

/** Momentum converges on quadratics as fast as its theorem says. */
export const heavyBallRate: Law = {
  name: "heavy-ball-rate",
  statement:
    "On a quadratic function all of whose eigenvalues λ have (1 - √γ)² ≤ ηλ " +
    "≤ (1 + √γ)², the distance of Momentum from the minimum after t steps is " +
    "at most (1 + (1 + √γ)·t)·√γᵗ times the first, up to rounding.",
  domain: "quadratics of up to three weights, rotated, minima from -4 to 4; " +
    "60 steps; without dampening",
  traits: "the rule momentum at constant hyperparameters",
  source:
    "Polyak (1964), theorem 9; the constant from Chebyshev polynomials: " +
    "an error is γ^(t/2)·(U_t - √γ·U_t₋₁) times the first, and |U_t| ≤ t + 1",
  unclaimed: (subject) =>
    unlessRule(subject, "momentum") ?? unlessModerateRate(subject) ??
      atValues(subject, {}, undamped).why,
  property: (subject) => {
    const { subject: bare } = atValues(subject, {}, undamped);
    const { learningRate, momentum } = bare!.hyperparameters;
    const root = Math.sqrt(momentum);
    const [low, high] = [(1 - root) ** 2, (1 + root) ** 2];
    const eigenvalue = fc.integer({ min: 0, max: 64 })
      .map((n) => (low + (high - low) * n / 64) / learningRate);
    return fc.asyncProperty(quadratics(eigenvalue), async (problem) => {
      const run = await runOn(bare!, problem, { learningRate, steps: 60 });
      comesNear(run, (t) => heavyBallBound(momentum, t), root);
    });
  },
};
