/** What the laws on the size of steps share. */
import { placeOf } from "./compare.ts";
import { type Course, courses } from "./course.ts";
import { fc } from "./deps.ts";
import { formatNumber } from "./format.ts";
import { Violation } from "./law.ts";
import { squarable } from "./numbers.ts";
import type { Point, Subject } from "./subject.ts";

/** How many gradients a growing course has at most: 2⁴⁰ can be squared. */
const maxGrowth = 40;

/**
 * Courses of gradients whose squares are normal and finite; a third of them of
 * one coordinate, whose gradients grow by about the same factor in each step.
 *
 * @param factor the factor, from 1 to 2.
 */
export function squarableCourses(
  subject: Subject,
  factor: number,
): fc.Arbitrary<Course> {
  const growing = fc.record({
    length: fc.integer({ min: 1, max: maxGrowth }),
    first: fc.constantFrom(1, -1, 0.5, -3),
    parts: fc.constantFrom(1, 0.5, 0.75, 0),
  }).map(({ length, first, parts }) => {
    const by = 1 + parts * (factor - 1);
    const round = subject.dtype === "float32" ? Math.fround : Number;
    const row = Array.from({ length }, (_, i) => round(first * by ** i));
    return {
      shapes: [[1]],
      weights: [[0]],
      gradients: row.map((g) => [[g]]),
    };
  });
  return fc.oneof(
    {
      weight: 2,
      arbitrary: courses(subject, {
        gradient: squarable(subject.dtype),
        maxSteps: 8,
      }),
    },
    { weight: 1, arbitrary: growing },
  );
}

/**
 * Makes sure that no step is too great.
 *
 * @param most the greatest that step t may be.
 * @throws {Violation} naming the first that is greater.
 */
export function noStepAbove(
  steps: readonly Point[],
  most: (t: number) => number,
): void {
  steps.forEach((step, k) => {
    const bound = most(k + 1);
    step.forEach((row, i) =>
      row.forEach((x, j) => {
        if (Math.abs(x) <= bound) return;
        throw new Violation(
          `${placeOf(k + 1, i, j)}: the step is ${formatNumber(x)}, where at ` +
            `most ${formatNumber(bound)} is right`,
        );
      })
    );
  });
}

/** Those courses, or of one coordinate the gradients that `steepest` gives. */
export function coursesWith(
  subject: Subject,
  factor: number,
  steepest: (t: number) => readonly number[],
): fc.Arbitrary<Course> {
  const round = subject.dtype === "float32" ? Math.fround : Number;
  const adverse = fc.integer({ min: 1, max: maxGrowth }).map((t) => ({
    shapes: [[1]],
    weights: [[0]],
    gradients: steepest(t).map((g) => [[round(g)]]),
  }));
  return fc.oneof(
    { weight: 2, arbitrary: squarableCourses(subject, factor) },
    { weight: 1, arbitrary: adverse },
  );
}
