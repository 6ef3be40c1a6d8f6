import { unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { playRounds, rounds, unlessForgetful } from "../problems/reddi.ts";

/** How often the losses come round. */
const count = 48;

/** AMSGrad ends at the best point of the problem on which Adam goes astray. */
export const amsgradGoesRight: Law = {
  name: "amsgrad-goes-right",
  statement:
    "Over the losses c·w, -w, -w in turn, c > 2, AMSGrad with β₁ = 0 and β₂ = " +
    "1/(1 + c²), kept within an interval, comes to its lower end, which is " +
    "best, and is there after each loss c·w.",
  domain: "c from 2.25 to 8, gradients scaled by 2^-8 to 2^8; 48 rounds from " +
    "anywhere in an interval of four learning rates; ε at most 2^-20",
  traits: "the rule amsgrad, at beta1 = 0 and any beta2 or able to be made so",
  source:
    "Reddi, Kale, Kumar (2018), theorems 1 and 4, at a constant learning " +
    "rate: u never falls, so that a round moves w by (2 - c)·α/√u",
  unclaimed: (subject) =>
    unlessRule(subject, "amsgrad") ?? unlessForgetful(subject),
  property: (subject) =>
    fc.asyncProperty(rounds(2.25), async (drawn) => {
      const { weight, end } = await playRounds(subject, drawn, 3 * count + 1);
      if (weight === -end) return;
      throw new Violation(
        `after ${count} rounds of the losses and the loss c·w the weight is ` +
          `${formatNumber(weight)}, where AMSGrad goes to ` +
          `${formatNumber(-end)}, the best of the interval`,
      );
    }),
};
