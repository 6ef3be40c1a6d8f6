import {
  adam,
  gradientDescent,
  type Optimizer,
  type Slot,
} from "../../optimizers/mod.ts";
import { unlessExtremeRate, unlessUnscheduled } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { courses, mapPoint } from "../course.ts";
import { fc } from "../deps.ts";
import { pathOf } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { adamRoundings, stepsOf } from "../relation.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

/** What a Schedule-Free rule is where gradients are not taken near averages. */
interface Plain {
  readonly at: Readonly<Record<string, number>>;
  readonly rule: (subject: Subject) => Optimizer<Slot>;
  /** By how many roundings the steps of the two may be apart. */
  readonly roundings: (subject: Subject) => number;
}

const plain: Readonly<Record<string, Plain>> = {
  "schedule-free-sgd": {
    at: { beta: 0, weightDecay: 0 },
    rule: ({ hyperparameters: { learningRate } }) =>
      gradientDescent({ learningRate }),
    roundings: () => 4,
  },
  "schedule-free-adamw": {
    at: { beta1: 0, weightDecay: 0 },
    rule: ({ hyperparameters, choices }) => {
      const { learningRate, beta2, epsilon } = hyperparameters;
      const biasCorrection = choices.biasCorrection === "moments"
        ? "moments" as const
        : "learning-rate" as const;
      const own = { learningRate, beta1: 0, beta2, epsilon, biasCorrection };
      return adam(own) as unknown as Optimizer<Slot>;
    },
    roundings: adamRoundings,
  },
};

/** Schedule-Free rules that take gradients where they are. */
export const scheduleFreeWithoutAveraging: Law = {
  name: "schedule-free-without-averaging",
  statement:
    "With β = 0 the weights of Schedule-Free SGD are those of gradient " +
    "descent, and with β₁ = 0 those of Schedule-Free AdamW those of Adam, up " +
    "to rounding: the average is beside them.",
  domain: "weights and gradients of 0, or of magnitude 2^-20 to 2^20",
  traits:
    "the rules schedule-free-sgd and schedule-free-adamw, at beta = 0 or " +
    "beta1 = 0 and weightDecay = 0 or able to be made so",
  source: "Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky (2024), " +
    "section 3: y is z at β = 0",
  unclaimed: (subject) => {
    const { rule = "" } = subject;
    return Object.hasOwn(plain, rule)
      ? unlessUnscheduled(subject) ?? unlessExtremeRate(subject) ??
        atValues(subject, plain[rule].at).why
      : `it is none of ${Object.keys(plain).join(", ")}`;
  },
  property: (subject) => {
    const { at, rule, roundings } = plain[subject.rule!];
    const { subject: made } = atValues(subject, at);
    const reference = stepsOf({ ...subject, dtype: "float64" }, rule(made!));
    const { unit } = formats[subject.dtype];
    const relative = roundings(made!);
    return fc.asyncProperty(
      courses(subject, { gradient: ordinary(subject.dtype) }),
      async (course) => {
        const path = await pathOf(made!, course);
        let right = course.weights;
        let sizes = mapPoint(right, Math.abs);
        const steps = await reference(course.gradients);
        for (const [k, step] of steps.entries()) {
          const moved = mapPoint(step, Math.abs);
          right = mapPoint(right, (w, i, j) => w - step[i][j]);
          sizes = mapPoint(sizes, (x, i, j) => x + moved[i][j]);
          right.forEach((row, i) =>
            row.forEach((w, j) => {
              // z, the average, the step to it and the weights are rounded in
              // each step, by less than a unit of all that was moved.
              const most = (8 * (k + 2) + relative) * unit * sizes[i][j];
              const found = path[k + 1][i][j];
              if (Math.abs(found - w) <= most) return;
              throw new Violation(
                `${placeOf(k + 1, i, j)}: the weight is ${
                  formatNumber(found)
                }, where ${formatNumber(w)} is right, up to ${
                  formatNumber(most)
                }`,
              );
            })
          );
        }
      },
    );
  },
};
