/** Comparing points, with a violation that names the first difference. */
import { formatNumber } from "./format.ts";
import { Violation } from "./law.ts";
import type { Point } from "./subject.ts";

/** Where in a run a number stands. */
export function placeOf(step: number, tensor: number, element: number): string {
  return `after step ${step}, parameter ${tensor}, element ${element}`;
}

/** Whether two numbers are the same, both zeros alike, NaN too. */
export function sameNumber(a: number, b: number): boolean {
  return a === b || Object.is(a, b);
}

/** How runs are compared. */
export interface SameOptions {
  /** When two numbers are the same. Default: when their bits are. */
  readonly same?: (a: number, b: number) => boolean;
  /** The number of the first step: 0, the start, unless given. */
  readonly first?: number;
}

/**
 * Makes sure that two runs went through the same points.
 *
 * @param claim what the run is, in words: `the run again`.
 * @throws {Violation} naming the first place where they don't.
 */
export function sameSteps(
  actual: readonly Point[],
  expected: readonly Point[],
  claim: string,
  { same = Object.is, first = 0 }: SameOptions = {},
): void {
  expected.forEach((point, step) =>
    point.forEach((row, i) =>
      row.forEach((right, j) => {
        const found = actual[step]?.[i]?.[j];
        if (same(found, right)) return;
        throw new Violation(
          `${placeOf(first + step, i, j)}: ${claim} gives ${
            formatNumber(found)
          }, ` +
            `where ${formatNumber(right)} is right`,
        );
      })
    )
  );
}
