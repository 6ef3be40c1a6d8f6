import { fc } from "../deps.ts";
import { unlessClaimed, unlessExtremeRate } from "../claims.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import { labelsOf, learn, ownPlaces, votes } from "../problems/majority.ts";

const steps = 20;

/** Rules that know no axes go to the solution of least norm. */
export const stepsInSpan: Law = {
  name: "steps-in-span",
  statement:
    "On the least squares of majority-vote, started at 0, the weights stay a " +
    "combination of the samples; so what they end at is the solution of " +
    "least norm, which labels new samples right.",
  domain: `4 to 16 samples; ${steps} steps; up to 2^8 roundings of the ` +
    "lengths of all steps",
  traits: "rotations: whole, ignoresWeights",
  source: "Wilson, Roelofs, Stern, Srebro, Recht (2017), section 3.1: steps " +
    "that no rotation which leaves the gradients alone may change are made " +
    "of gradients",
  unclaimed: (subject) =>
    unlessClaimed(subject, "rotations", "whole") ??
      unlessClaimed(subject, "ignoresWeights") ??
      unlessExtremeRate(subject),
  property: (subject) => {
    const { unit } = formats[subject.dtype];
    return fc.asyncProperty(votes(), async (drawn) => {
      const labels = labelsOf(drawn);
      const places = ownPlaces(drawn);
      const path = await learn(subject, drawn, steps);
      let moved = 0;
      path.forEach((w, t) => {
        const last = path[Math.max(0, t - 1)];
        moved += Math.hypot(...w.map((x, i) => x - last[i]));
        // What each sample's own features say that its part is.
        const parts = places.map((place) => w[place]);
        const right = [
          parts.reduce((sum, part, i) => sum + part * labels[i], 0),
          parts.reduce((sum, part) => sum + part, 0),
        ];
        for (const [i, x] of [right[0], right[1], right[1]].entries()) {
          if (Math.abs(w[i] - x) <= 2 ** 8 * unit * moved) continue;
          throw new Violation(
            `after step ${t}, weight ${i} is ${formatNumber(w[i])}, where ` +
              `${formatNumber(x)} is right for a combination of samples`,
          );
        }
      });
    });
  },
};
