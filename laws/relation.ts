/** Laws that hold one rule equal to another at certain hyperparameters. */
import type { Optimizer, Slot } from "../optimizers/mod.ts";
import { unlessRule } from "./claims.ts";
import { placeOf, sameNumber, sameSteps } from "./compare.ts";
import { courses, mapPoint } from "./course.ts";
import { fc } from "./deps.ts";
import { descentSubject } from "./descent_subject.ts";
import { stepsAtZero } from "./follow.ts";
import { formatNumber } from "./format.ts";
import { type Law, Violation } from "./law.ts";
import { formats, ordinary } from "./numbers.ts";
import { atValues } from "./settings.ts";
import type { Point, Subject } from "./subject.ts";

/** One rule that at certain hyperparameters is another. */
export interface Relation {
  /** The law's name. */
  readonly name: string;
  /** The rule, by Descent's name. */
  readonly rule: string;
  /** The hyperparameters at which it is asked. */
  readonly at: Readonly<Record<string, number>>;
  /** Further ones, of subjects that have them. */
  readonly ifThere?: Readonly<Record<string, number>>;
  /** How many steps at most. Default: 6. */
  readonly maxSteps?: number;
  /** What it is then, in words. */
  readonly statement: string;
  /** Where it comes from. */
  readonly source: string;
  /** What it is then, with the subject's own hyperparameters. */
  readonly other: (subject: Subject) => (gradients: readonly Point[]) =>
    | Point[]
    | Promise<Point[]>;
  /** Why it is not asked of a subject of that rule; nothing where it is. */
  readonly unclaimed?: (subject: Subject) => string | undefined;
  /**
   * By how many roundings the two may be apart, of the step under gradients of
   * the same sizes and one sign: 0, unless given, where both do the same
   * operations in the same order.
   */
  readonly roundings?: (subject: Subject) => number;
}

/** The law of a relation. */
export function relation(
  {
    name,
    rule,
    at,
    ifThere,
    maxSteps,
    statement,
    source,
    other,
    unclaimed = () => undefined,
    roundings = () => 0,
  }: Relation,
): Law {
  const setting = Object.entries(at).map(([key, x]) => `${key} = ${x}`);
  return {
    name,
    statement,
    domain: "gradients of 0, or of magnitude 2^-20 to 2^20; +0 and -0 count " +
      "as one",
    traits: setting.length === 0
      ? `the rule ${rule}`
      : `the rule ${rule}, at ${setting.join(" and ")} or able to be made so`,
    source,
    unclaimed: (subject) =>
      unlessRule(subject, rule) ?? unclaimed(subject) ??
        atValues(subject, at, ifThere).why,
    property: (subject) => {
      const { subject: same } = atValues(subject, at, ifThere);
      const allowed = roundings(same!) * formats[subject.dtype].unit;
      const steps = other(same!);
      return fc.asyncProperty(
        courses(subject, { gradient: ordinary(subject.dtype), maxSteps }),
        async (course) => {
          const actual = await stepsAtZero(same!, course);
          const expected = await steps(course.gradients);
          if (allowed === 0) {
            sameSteps(actual, expected, "the step", {
              same: sameNumber,
              first: 1,
            });
          } else {
            // Sums of both signs cancel: their rounding is that of their terms.
            const sizes = await steps(
              course.gradients.map((g) => mapPoint(g, Math.abs)),
            );
            nearSteps(
              actual,
              expected,
              (t, i, j) => allowed * Math.abs(sizes[t][i][j]),
            );
          }
        },
      );
    },
  };
}

/**
 * By how many units a step of Adam may be off: a term of m or v meets few
 * roundings, a power of β is off by 2t + 1 units, which 1/(1 − β) at most
 * multiplies in a correction; a root, quotients and products follow.
 */
export function adamRoundings(
  { hyperparameters: { beta1 = 0, beta2 } }: Subject,
): number {
  return 60 + 16 / (1 - beta1) + 16 / (1 - beta2);
}

/**
 * Makes sure that steps are near others.
 *
 * @param allowed by how much an element may be off.
 * @throws {Violation} naming the first that is further off.
 */
export function nearSteps(
  actual: readonly Point[],
  expected: readonly Point[],
  allowed: (t: number, tensor: number, element: number) => number,
): void {
  expected.forEach((point, t) =>
    point.forEach((row, i) =>
      row.forEach((right, j) => {
        const found = actual[t][i][j];
        if (Math.abs(found - right) <= allowed(t, i, j)) return;
        throw new Violation(
          `${placeOf(t + 1, i, j)}: the step is ${
            formatNumber(found)
          }, where ` +
            `${formatNumber(right)} is right, up to ` +
            `${formatNumber(allowed(t, i, j))}`,
        );
      })
    )
  );
}

/** The steps of one of Descent's own optimizers under the same gradients. */
export function stepsOf(
  subject: Subject,
  optimizer: Optimizer<Slot>,
): (gradients: readonly Point[]) => Promise<Point[]> {
  const reference = descentSubject(optimizer, {
    rule: undefined,
    dtype: subject.dtype,
  });
  return (gradients) =>
    stepsAtZero(reference, {
      shapes: gradients[0].map((row) => [row.length]),
      weights: gradients[0],
      gradients,
    });
}
