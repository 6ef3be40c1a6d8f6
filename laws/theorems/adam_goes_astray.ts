import { unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { playRounds, rounds, unlessForgetful } from "../problems/reddi.ts";

/** How often the losses come round. */
const count = 12;

/** Adam ends at the worst point of a convex problem, as was proved of it. */
export const adamGoesAstray: Law = {
  name: "adam-goes-astray",
  statement:
    "Over the losses c·w, -w, -w in turn, c > 2, Adam with β₁ = 0 and β₂ = " +
    "1/(1 + c²), kept within an interval, comes to its upper end and is there " +
    "after each round, though the lower end is best.",
  domain: "c from 2.25 to 8, gradients scaled by 2^-8 to 2^8; 12 rounds from " +
    "anywhere in an interval of four learning rates; ε at most 2^-20",
  traits: "the rule adam, at beta1 = 0 and any beta2 or able to be made so",
  source: "Reddi, Kale, Kumar (2018), theorem 1 and its proof, at a constant " +
    "learning rate: a round moves w by about (1/√2 + 1 - √(1 + 1/c²))·α",
  unclaimed: (subject) =>
    unlessRule(subject, "adam") ?? unlessForgetful(subject),
  property: (subject) =>
    fc.asyncProperty(rounds(2.25), async (drawn) => {
      const { weight, end } = await playRounds(subject, drawn, 3 * count);
      if (weight === end) return;
      throw new Violation(
        `after ${count} rounds of the losses the weight is ${
          formatNumber(weight)
        }, where Adam goes to ${formatNumber(end)}, the worst of the interval`,
      );
    }),
};
