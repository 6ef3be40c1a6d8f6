import { unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import { bowlAt } from "../problems/bowl.ts";
import type { Point, Subject } from "../subject.ts";

/** What one pair tells L-BFGS of a curvature that is the same everywhere. */
export const lbfgsOnARoundBowl: Law = {
  name: "lbfgs-on-a-round-bowl",
  statement:
    "On a·‖w‖²/2 the second step of L-BFGS ends at the minimum, up to " +
    "rounding: the one pair it has gives H·g = g/a, the step of Newton's " +
    "method, which the line search tries first.",
  domain: "one or two parameters of one to three numbers; weights of " +
    "magnitude 1 to 16; a from 2^-4 to 16",
  traits: "lbfgs with a learning rate of 1 and a c₁ of at most 1/4, that " +
    "can be given a function",
  source: "Nocedal and Wright (2006), algorithm 7.4 and equation (7.20)",
  unclaimed: (subject) => unlessRule(subject, "lbfgs") ?? unlessNewton(subject),
  property: (subject) => {
    const { round, unit } = formats[subject.dtype];
    const between = (min: number) =>
      fc.double({ min, max: 16, noNaN: true }).map(round);
    const weight = fc.tuple(between(1), fc.constantFrom(1, -1))
      .map(([x, sign]) => x * sign);
    const row = fc.array(weight, { minLength: 1, maxLength: 3 });
    return fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 2 }),
      between(2 ** -4),
      async (start: Point, curvature) => {
        const slope = { weight: 0, gradient: 0, curvature };
        const loss = bowlAt(start.map((row) => row.map(() => slope)), 0);
        const shapes = start.map(({ length }) => [length]);
        const state = await subject.init(start, shapes);
        const first = await subject.updateOn!(loss, { params: start, state });
        const { params } = await subject.updateOn!(loss, first);
        const far = (point: Point) => Math.hypot(...point.flat());
        // The first step leaves at most c₂ of the slope, so that differences
        // cancel all but 1 - c₂ of weights and gradients; 64 roundings are
        // those of the inner products of up to 6 terms and of both loops.
        const { curvature: flatness } = subject.hyperparameters;
        const most = 64 * unit / (1 - flatness) ** 2 * far(start);
        // Where the first step ends at the minimum, the second rests.
        const rests = Math.sqrt(2 ** -29 / curvature);
        const rested = far(first.params) <= rests;
        if (far(params) <= most + (rested ? rests : 0)) return;
        throw new Violation(
          `after the second step the weights are ${
            formatNumber(far(params))
          } from the minimum; at most ${formatNumber(most)} is right`,
        );
      },
    );
  },
};

/** Nothing where the step of Newton's method is tried first, and taken. */
function unlessNewton(subject: Subject): string | undefined {
  if (subject.updateOn === undefined) return "it takes no function";
  const { learningRate, sufficientDecrease, curvature } =
    subject.hyperparameters;
  if (learningRate !== 1) return "its learning rate is not 1";
  return sufficientDecrease <= 0.25 && curvature <= 0.9
    ? undefined
    : "its c₁ is greater than 1/4, or its c₂ than 0.9";
}
