import { fc } from "../deps.ts";
import { unlessClaimed, unlessModerateRate } from "../claims.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { scaleFree } from "../scale_free.ts";
import { direction, learn, votes } from "../problems/majority.ts";

/** Scale-free rules cannot tell a feature that tells from one that doesn't. */
export const majorityVote: Law = {
  name: "majority-vote",
  statement:
    "On least squares whose features are the label, two that are 1 for all " +
    "samples, and some of each sample's own, started at 0 and with every ε " +
    "and every start of the state 0, all weights keep one and the same " +
    "magnitude, with the signs of Σ y·x: so a new sample, whose own features " +
    "have no weight yet, gets the label of the majority.",
  domain: "4 to 16 samples, the majority 2, 4 or 8 greater; 20 steps; " +
    "learning rates from 2^-40 to 2^40; in every bit",
  traits: "coordinatewise, ignoresWeights, odd, degree: 0; every ε is 0 or " +
    "can be set to 0",
  source: "Wilson, Roelofs, Stern, Srebro, Recht (2017), lemma 3.1 and " +
    "section 3.3",
  unclaimed: (subject) =>
    unlessClaimed(subject, "coordinatewise") ??
      unlessClaimed(subject, "ignoresWeights") ??
      unlessClaimed(subject, "odd") ??
      unlessClaimed(subject, "degree", 0) ??
      unlessModerateRate(subject) ?? scaleFree(subject).why,
  property: (subject) => {
    const { subject: bare } = scaleFree(subject);
    return fc.asyncProperty(votes(), async (drawn) => {
      const signs = direction(drawn).map(Math.sign);
      const path = await learn(bare!, drawn, 20);
      path.forEach((w, t) => {
        const common = w.map((x, i) => x * signs[i]);
        const other = common.findIndex((x) => x !== common[0]);
        if (other < 0) return;
        throw new Violation(
          `after step ${t}, weight ${other} is ${formatNumber(w[other])}, ` +
            `where ${formatNumber(signs[other] * common[0])} is right, as ` +
            `large as weight 0`,
        );
      });
    });
  },
};
