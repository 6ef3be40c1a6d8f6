import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { stepsAtZero } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { adamRoundings } from "../relation.ts";
import { atValues } from "../settings.ts";

const bare = { beta1: 0, epsilon: 0, initialAccumulator: 0 };

/** Yogi's v goes towards the square, by a share of it. */
export const yogiMovesByTheSquare: Law = {
  name: "yogi-moves-by-the-square",
  statement: "At β₁ = 0 and ε = 0, v as the step α·g/√v from w = 0 tells it " +
    "moves in each step by (1 - β₂)·g², up where it is below g², so that it " +
    "grows like Adagrad's h, and down where it is above, up to rounding.",
  domain:
    "gradients of 0, or of magnitude 2^-20 to 2^20, until v is as near to " +
    "a square as rounding brings it, or far below its greatest",
  traits:
    "the rule yogi, at beta1 = 0, epsilon = 0 and initialAccumulator = 0 or " +
    "able to be made so",
  source: "Zaheer, Reddi, Sachan, Kale, Kumar (2018), algorithm 2",
  unclaimed: (subject) =>
    unlessRule(subject, "yogi") ?? unlessExtremeRate(subject) ??
      atValues(subject, bare).why,
  property: (subject) => {
    const { subject: made } = atValues(subject, bare);
    const { learningRate, beta2 } = made!.hyperparameters;
    const corrected = (made!.choices.biasCorrection ?? "none") !== "none";
    const slack = adamRoundings(made!) * formats[subject.dtype].unit;
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype), maxSteps: 12 }),
      async ({ shapes, weights, gradients }) => {
        const steps = await stepsAtZero(made!, { shapes, weights, gradients });
        const check = (i: number, j: number) => {
          let [v, greatest] = [0, 0];
          for (const [k, step] of steps.entries()) {
            const g = gradients[k][i][j];
            const apart = v - g * g;
            // Where rounding decides which way it goes, either is right.
            if (v > 0 && Math.abs(apart) <= slack * greatest) return;
            v -= (1 - beta2) * Math.sign(apart) * g * g;
            greatest = Math.max(greatest, v, g * g);
            if (v <= 2 ** -8 * greatest * (1 - beta2)) return;
            const vHat = corrected ? v / (1 - beta2 ** (k + 1)) : v;
            const right = learningRate * g / Math.sqrt(vHat);
            const allowed = slack * Math.abs(right) * (1 + greatest / v);
            if (Math.abs(step[i][j] - right) <= allowed) continue;
            throw new Violation(
              `${placeOf(k + 1, i, j)}: the step is ${
                formatNumber(step[i][j])
              }, where ${formatNumber(right)} is right, with v = ${
                formatNumber(v)
              }, up to ${formatNumber(allowed)}`,
            );
          }
        };
        weights.forEach((row, i) => row.forEach((_, j) => check(i, j)));
      },
    );
  },
};
