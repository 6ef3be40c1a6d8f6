/** The inclusions of Choi et al. (2019): a great ε makes momentum of a rule. */
import { momentum } from "../../optimizers/mod.ts";
import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { stepsAtZero } from "../follow.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type LawProperty, Violation } from "../law.ts";
import { formats, ordinary } from "../numbers.ts";
import { stepsOf } from "../relation.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

/** ε, so great that no root of squares below 2⁴⁸ tells beside it. */
export const greatEpsilon = 2 ** 70;

/** The inertia, and what the learning rate is to be multiplied by. */
export interface Inclusion {
  /** Values of hyperparameters that a subject may have or not. */
  readonly ifThere?: Readonly<Record<string, number>>;
  readonly inertia: number;
  /** By what the step t is greater than momentum's at η = 1. */
  readonly factor: (t: number) => number;
  /** How many roundings each of momentum's terms is off by, beside two a step. */
  readonly roundings: number;
}

/** That the steps of a subject are those of momentum, times a factor. */
export function includesMomentum(
  subject: Subject,
  values: Readonly<Record<string, number>>,
  { ifThere, inertia, factor, roundings }: Inclusion,
): LawProperty {
  const { subject: limit } = atValues(subject, values, ifThere);
  const { unit } = formats[subject.dtype];
  const rule = (sign: (x: number) => number) => {
    const steps = stepsOf(
      { ...subject, dtype: "float64" },
      momentum({ learningRate: 1, momentum: inertia }),
    );
    return (gradients: Parameters<typeof steps>[0]) =>
      steps(gradients.map((point) => point.map((row) => row.map(sign))));
  };
  const [right, sizes] = [rule((x) => x), rule(Math.abs)];
  return fc.asyncProperty(
    courses(subject, { gradient: ordinary(subject.dtype) }),
    async (course) => {
      const actual = await stepsAtZero(limit!, course);
      const expected = await right(course.gradients);
      const all = await sizes(course.gradients);
      actual.forEach((point, k) =>
        point.forEach((row, i) =>
          row.forEach((x, j) => {
            const times = factor(k + 1);
            const value = times * expected[k][i][j];
            const relative = (roundings + 4 * (k + 1)) * unit + 2 ** -44;
            const most = relative * times * all[k][i][j];
            if (Math.abs(x - value) <= most) return;
            throw new Violation(
              `${placeOf(k + 1, i, j)}: the step is ${
                formatNumber(x)
              }, where ` +
                `${formatNumber(value)} is right, that of momentum, up to ` +
                formatNumber(most),
            );
          })
        )
      );
    },
  );
}
