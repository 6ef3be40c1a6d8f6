import { unlessModerateRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import {
  games,
  play,
  type Played,
  regretOf,
  regretRounding,
} from "../problems/online.ts";
import type { Subject } from "../subject.ts";

/** Gradient descent loses little more than the best weight would have. */
export const gradientDescentRegret: Law = {
  name: "gradient-descent-regret",
  statement:
    "Over linear losses g_t·w the regret of gradient descent against any u, " +
    "Σ g_t·(w_t - u), is at most (w_1 - u)²/(2η) + η/2 · Σ g_t², up to " +
    "rounding; the u that comes nearest to it, w_1 - η·Σ g_t, is among them.",
  domain: "up to 60 losses, drawn or against the player; gradients and " +
    "weights of 0, or of magnitude 2^-20 to 2^20",
  traits: "the rule gradient-descent at a constant learning rate",
  source: "Zinkevich (2003), theorem 1, without projection: " +
    "(w_t₊₁ - u)² = (w_t - u)² - 2η·g_t·(w_t - u) + η²·g_t², summed",
  unclaimed: (subject) =>
    unlessRule(subject, "gradient-descent") ?? unlessModerateRate(subject),
  property: (subject) =>
    fc.asyncProperty(games(subject, ordinary(subject.dtype)), async (game) => {
      const played = await play(subject, game);
      const { learningRate } = subject.hyperparameters;
      const sum = played.gradients.reduce((total, g) => total + g, 0);
      checkRegret(subject, played, game.other);
      checkRegret(subject, played, game.start - learningRate * sum);
    }),
};

function checkRegret(
  { hyperparameters: { learningRate }, dtype }: Subject,
  played: Played,
  u: number,
): void {
  const { unit } = formats[dtype];
  const { gradients, weights } = played;
  const squares = gradients.reduce((sum, g) => sum + g * g, 0);
  const bound = (weights[0] - u) ** 2 / (2 * learningRate) +
    learningRate / 2 * squares;
  // A weight that is off by e makes the sum differ by e·(w − u)/η + e²/(2η).
  let slack = regretRounding(played, u, bound);
  gradients.forEach((g, t) => {
    const w = weights[t + 1];
    const e = unit * (3 * learningRate * Math.abs(g) + Math.abs(w));
    slack += e * (Math.abs(w - u) + e) / learningRate;
  });
  const regret = regretOf(played, u);
  if (!(regret > bound + slack)) return;
  throw new Violation(
    `the regret against ${formatNumber(u)} is ${formatNumber(regret)}, where ` +
      `at most ${formatNumber(bound)} is right`,
  );
}
