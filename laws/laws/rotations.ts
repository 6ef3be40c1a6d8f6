import { placeOf } from "../compare.ts";
import { courses } from "../course.ts";
import { fc } from "../deps.ts";
import { pathOf } from "../follow.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import type { Point } from "../subject.ts";

/**
 * By how many roundings of all that a run has moved its mirrored one may be
 * off. A rounding of a gradient of size 8 can be amplified: 485 times by the
 * iteration of Newton and Schulz, 100 times by an ε of 10⁻⁴ under a root.
 */
const roundings = 2 ** 16;

/** A row of numbers reflected: x − 2·v·(v·x)/(v·v). */
function reflected(x: readonly number[], v: readonly number[]): number[] {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, x, i) => sum + x * b[i], 0);
  const factor = 2 * dot(v, x) / dot(v, v);
  return x.map((x, i) => x - factor * v[i]);
}

/** A map of a tensor of a shape; nothing where the shape has none. */
type Mapping = (
  x: readonly number[],
  shape: readonly number[],
) => readonly number[];

/** All coordinates of a tensor as one vector, reflected. */
function whole(axes: readonly number[]): Mapping {
  return (x) => x.length === 0 ? x : reflected(x, take(axes, x.length, 0));
}

/** The rows and the columns of a matrix, reflected one after the other. */
function sides(axes: readonly number[]): Mapping {
  return (x, shape) => {
    if (shape.length !== 2 || x.length === 0) return x;
    const [m, n] = shape;
    const [left, right] = [take(axes, m, 0), take(axes, n, m)];
    const rows = Array.from(
      { length: m },
      (_, i) => reflected(x.slice(i * n, (i + 1) * n), right),
    );
    const columns = Array.from(
      { length: n },
      (_, j) => reflected(rows.map((row) => row[j]), left),
    );
    return x.map((_, at) => columns[at % n][Math.floor(at / n)]);
  };
}

/** n numbers from a place on, in a circle; the first is never 0. */
function take(axes: readonly number[], n: number, from: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    const x = axes[(from + i) % axes.length];
    return i === 0 && x === 0 ? 1 : x;
  });
}

/** A run in another basis is the run, seen in that basis. */
export const rotations: Law = {
  name: "rotations",
  statement:
    "Reflecting the weights at the start and all gradients reflects the run: " +
    "a tensor as one vector, or a matrix's rows and its columns, as is claimed.",
  domain:
    "numbers up to 8 in magnitude that are multiples of 1/8; equal up to " +
    "2^16 roundings of the lengths of start and steps",
  traits: "rotations: whole or rotations: sides",
  source: "Gupta, Koren, Singer (2018), Bernstein and Newhouse (2024): steps " +
    "made of gradients by sums, norms, products and powers of matrices do not " +
    "depend on the basis; reflections make all orthogonal maps",
  unclaimed: ({ traits }) =>
    traits.rotations === undefined
      ? "rotations is not among its traits"
      : undefined,
  property: (subject) => {
    const { round, unit } = formats[subject.dtype];
    const map = subject.traits.rotations === "whole" ? whole : sides;
    const eighth = fc.integer({ min: -64, max: 64 }).map((n) => n / 8);
    return fc.asyncProperty(
      fc.record({
        course: courses(subject, { gradient: eighth }),
        axes: fc.array(fc.integer({ min: -4, max: 4 }), {
          minLength: 7,
          maxLength: 7,
        }),
      }),
      async ({ course, axes }) => {
        const turn = map(axes);
        const turned = (point: Point): Point =>
          point.map((row, i) => turn(row, course.shapes[i]));
        const rounded = (point: Point) =>
          turned(point).map((row) => row.map((x) => round(x)));
        const path = await pathOf(subject, course);
        const mirrored = await pathOf(subject, {
          ...course,
          weights: rounded(course.weights),
          gradients: course.gradients.map(rounded),
        });
        near(mirrored, path.map(turned), moved(path), roundings * unit);
      },
    );
  },
};

/** How far each tensor of a run has come: its start and its steps, as lengths. */
function moved(path: readonly Point[]): number[] {
  return path[0].map((_, i) =>
    path.reduce((sum, point, t) => {
      const before = t === 0 ? undefined : path[t - 1][i];
      const parts = point[i].map((x, j) => x - (before?.[j] ?? 0));
      return sum + Math.hypot(...parts);
    }, 0)
  );
}

function near(
  mirrored: readonly Point[],
  expected: readonly Point[],
  lengths: readonly number[],
  relative: number,
): void {
  expected.forEach((point, t) =>
    point.forEach((row, i) =>
      row.forEach((right, j) => {
        const found = mirrored[t][i][j];
        if (Math.abs(found - right) <= relative * lengths[i]) return;
        throw new Violation(
          `${placeOf(t, i, j)}: the run in the other basis gives ${
            formatNumber(found)
          }, where ${formatNumber(right)} is right, up to ${
            formatNumber(relative * lengths[i])
          }`,
        );
      })
    )
  );
}
