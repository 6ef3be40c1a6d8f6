import { unlessModerateRate, unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { begin } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import { evaluate, norm, short, smoothFunctions } from "../problems/smooth.ts";

const steps = 6;

/** Gradient descent goes down where its learning rate is below 2/L. */
export const descent: Law = {
  name: "descent",
  statement: "On a function whose gradient has the Lipschitz constant L, a " +
    "step of gradient descent with η < 2/L changes the loss by at most " +
    "-η·(1 - ηL/2)·|g|², up to rounding.",
  domain: "sums of up to three of z²/2, √(1 + z²) and z²/(1 + z²) of linear " +
    "functions z of up to three weights, scaled so that ηL is from 0.05 to 1.95",
  traits: "the rule gradient-descent at a constant learning rate",
  source: "Nesterov (2004), Introductory lectures on convex optimization, " +
    "lemma 1.2.3 and equation (1.2.13)",
  unclaimed: (subject) =>
    unlessRule(subject, "gradient-descent") ?? unlessModerateRate(subject),
  property: (subject) => {
    const { learningRate } = subject.hyperparameters;
    const { round, unit } = formats[subject.dtype];
    const one = fc.record({
      size: fc.integer({ min: 1, max: 3 }),
      share: fc.integer({ min: 1, max: 39 }),
    }).chain(({ size, share }) =>
      fc.record({
        loss: smoothFunctions(size, share / 20 / learningRate),
        start: fc.array(short(8), { minLength: size, maxLength: size }),
      })
    );
    return fc.asyncProperty(one, async ({ loss, start }) => {
      const { smoothness } = loss;
      let standing = await begin(subject, [start], [[start.length]]);
      for (let t = 1; t <= steps; t++) {
        const before = evaluate(loss, standing.params[0]);
        const g = before.gradient.map(round);
        standing = await subject.update([g], standing);
        const [w] = standing.params;
        const after = evaluate(loss, w);
        // With a step of −ηg + e the bound rises by (1 + ηL)·|g|·|e| and
        // L·|e|²/2. η, g and the product are rounded, and the weight.
        const length = norm(before.gradient);
        const e = learningRate * (before.gradientError + 4 * unit * length) +
          unit * norm(w);
        const slack = before.valueError + after.valueError +
          (1 + learningRate * smoothness) * length * e +
          smoothness * e * e / 2;
        const fall = learningRate * (1 - learningRate * smoothness / 2) *
          length * length;
        const most = before.value - fall + slack;
        if (after.value <= most) continue;
        throw new Violation(
          `after step ${t} the loss is ${formatNumber(after.value)}, where ` +
            `at most ${formatNumber(most)} is right: it was ` +
            `${formatNumber(before.value)}, and the gradient ` +
            `${formatNumber(length)}`,
        );
      }
    });
  },
};
