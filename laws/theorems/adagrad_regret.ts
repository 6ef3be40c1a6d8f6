import { unlessModerateRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import {
  games,
  play,
  type Played,
  regretOf,
  regretRounding,
} from "../problems/online.ts";
import type { Subject } from "../subject.ts";

/** Adagrad's regret bound, the theorem that it was made for. */
export const adagradRegret: Law = {
  name: "adagrad-regret",
  statement:
    "Over linear losses g_t·w the regret of Adagrad in each coordinate " +
    "against any u, Σ g_t·(w_t - u), is at most D²·d_T/(2η) + η·(√h_T - √h₀), " +
    "where D is the greatest |w_t - u| and d_T = √h_T + ε (under the roots " +
    "where ε is inside), up to rounding.",
  domain: "up to 60 losses, drawn or against the player; gradients and " +
    "weights of 0, or of magnitude 2^-20 to 2^20; u up to 4η from the start",
  traits: "the rule adagrad at constant hyperparameters",
  source: "Duchi, Hazan, Singer (2011), theorem 5 and lemma 4, without " +
    "projection: Σ g_t²/√h_t ≤ 2·(√h_T - √h₀)",
  unclaimed: (subject) =>
    unlessRule(subject, "adagrad") ?? unlessModerateRate(subject),
  property: (subject) => {
    const { learningRate } = subject.hyperparameters;
    const away = fc.integer({ min: -64, max: 64 })
      .map((n) => learningRate * n / 16);
    return fc.asyncProperty(games(subject, away), async (game) => {
      const played = await play(subject, game);
      const { other: u } = game;
      const { bound, slack } = boundOf(subject, played, u);
      const regret = regretOf(played, u);
      if (!(regret > bound + slack)) return;
      throw new Violation(
        `the regret against ${formatNumber(u)} is ${formatNumber(regret)}, ` +
          `where at most ${formatNumber(bound)} is right`,
      );
    });
  },
};

function boundOf(
  { hyperparameters, choices, dtype }: Subject,
  played: Played,
  u: number,
): { bound: number; slack: number } {
  const { learningRate, epsilon = 0, initialAccumulator = 0 } = hyperparameters;
  const { unit } = formats[dtype];
  const { gradients, weights } = played;
  const inside = choices.epsilonPlacement === "inside";
  const root = (h: number) => Math.sqrt(inside ? h + epsilon : h);
  const added = inside ? 0 : epsilon;
  let h = initialAccumulator;
  let distance = 0;
  let slack = 0;
  gradients.forEach((g, t) => {
    h += g * g;
    distance = Math.max(distance, Math.abs(weights[t] - u));
    if (g === 0) return;
    // h is off by t + 3 units, what is made of it by seven more; then the
    // weight is rounded. An error e of it counts d·(e·|w − u| + e²/2)/η.
    const d = root(h) + added;
    const w = weights[t + 1];
    const step = learningRate * Math.abs(g) / d;
    const e = unit * ((t + 10) * step + Math.abs(w));
    slack += d * e * (Math.abs(w - u) + e) / learningRate;
  });
  const bound = distance * distance * (root(h) + added) / (2 * learningRate) +
    learningRate * (root(h) - root(initialAccumulator));
  return { bound, slack: slack + regretRounding(played, u, bound) };
}
