import { unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { begin } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

/** Half the interval, in learning rates, and how often the losses come round. */
const [half, rounds] = [2, 12];

/** The subject without inertia, with the memory at which it goes astray. */
function forgetful(subject: Subject, steepness: number) {
  const beta2 = 1 / (1 + steepness * steepness);
  return atValues(subject, { beta1: 0, beta2 });
}

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
    unlessRule(subject, "adam") ?? forgetful(subject, 4).why ??
      ((subject.hyperparameters.epsilon ?? 0) <= 2 ** -20
        ? undefined
        : "it is asked where ε is at most 2^-20"),
  property: (subject) => {
    const { round } = formats[subject.dtype];
    return fc.asyncProperty(
      fc.record({
        steepness: fc.integer({ min: 9, max: 32 }).map((n) => n / 4),
        scale: fc.integer({ min: -8, max: 8 }).map((n) => 2 ** n),
        start: fc.integer({ min: -8, max: 8 }).map((n) => n / 8),
      }),
      async ({ steepness, scale, start }) => {
        const { subject: adam } = forgetful(subject, steepness);
        const end = round(half * adam!.hyperparameters.learningRate);
        let standing = await begin(adam!, [[round(end * start)]], [[1]]);
        for (let t = 0; t < 3 * rounds; t++) {
          const g = scale * (t % 3 === 0 ? steepness : -1);
          const { params: [[w]], state } = await adam!.update([[g]], standing);
          const kept = Math.max(-end, Math.min(end, w));
          standing = { params: [[kept]], state };
        }
        const [[w]] = standing.params;
        if (w === end) return;
        throw new Violation(
          `after ${rounds} rounds of the losses the weight is ` +
            `${formatNumber(w)}, where Adam goes to ${
              formatNumber(end)
            }, the ` +
            `worst of the interval`,
        );
      },
    );
  },
};
