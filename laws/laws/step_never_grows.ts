import { fc } from "../deps.ts";
import { unlessClaimed, unlessUnscheduled } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses, mapPoint } from "../course.ts";
import { stepFrom } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { squarable, wide } from "../numbers.ts";
import type { Point } from "../subject.ts";

/** Adagrad's step size never grows. */
export const stepNeverGrows: Law = {
  name: "step-never-grows",
  statement:
    "The step along one fixed gradient, taken from a fork of each state of a " +
    "run, never grows in magnitude from one state to the next.",
  domain:
    "all finite gradients in the run; a fixed gradient whose square is normal " +
    "and finite; constant hyperparameters",
  traits: "stepNeverGrows",
  source:
    "Duchi, Hazan, Singer (2011): h never shrinks; IEEE 754 addition, root " +
    "and division round monotonically, and 0 - step is exact",
  unclaimed: (subject) =>
    unlessClaimed(subject, "stepNeverGrows") ?? unlessUnscheduled(subject),
  property: (subject) =>
    fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: wide(subject.dtype) }),
        fixed: squarable(subject.dtype),
      }),
      async ({ course: { shapes, weights, gradients }, fixed }) => {
        const probe = mapPoint(weights, () => fixed);
        let standing = {
          params: weights,
          state: await subject.init(weights, shapes),
        };
        let { step: previous } = await stepFrom(subject, standing.state, probe);
        for (const [t, grads] of gradients.entries()) {
          standing = await subject.update(grads, standing);
          const { step } = await stepFrom(subject, standing.state, probe);
          notGreater(step, previous, t + 1);
          previous = step;
        }
      },
    ),
};

function notGreater(step: Point, previous: Point, t: number): void {
  step.forEach((row, i) =>
    row.forEach((x, j) => {
      const most = Math.abs(previous[i][j]);
      if (Math.abs(x) <= most) return;
      throw new Violation(
        `${placeOf(t, i, j)}: the step along the fixed gradient is ` +
          `${formatNumber(x)}, where at most ${formatNumber(most)} is right: ` +
          `what it was from the state before`,
      );
    })
  );
}
