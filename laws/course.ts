/** The inputs of most laws: parameters, and a row of gradients, one a step. */
import { fc } from "./deps.ts";
import type { Point, Shapes, Subject } from "./subject.ts";

/** Parameters and the gradients that they meet. */
export interface Course {
  /** The shape of each parameter. */
  readonly shapes: Shapes;
  /** The weights at the start. */
  readonly weights: Point;
  /** The gradients of each step. */
  readonly gradients: readonly Point[];
}

/** What a course is drawn from. */
export interface CourseOptions {
  /** The gradients. */
  readonly gradient: fc.Arbitrary<number>;
  /** The weights. Default: the same as the gradients. */
  readonly weight?: fc.Arbitrary<number>;
  /** How many parameters there are at least. Default: 1. */
  readonly minTensors?: number;
  /** How many steps at most. Default: 6. */
  readonly maxSteps?: number;
}

interface Cell {
  readonly w: number;
  readonly g: readonly number[];
}

interface Tensor {
  readonly kind: "vector" | "column" | "matrix" | "scalar";
  readonly cells: readonly Cell[];
}

/**
 * Courses of one to three parameters of up to five numbers each, empty ones and
 * scalars among them, for a subject that takes so many.
 */
export function courses(
  { takesMany }: Subject,
  { gradient, weight = gradient, minTensors = 1, maxSteps = 6 }: CourseOptions,
): fc.Arbitrary<Course> {
  const g = fc.array(gradient, { minLength: maxSteps, maxLength: maxSteps });
  const cell: fc.Arbitrary<Cell> = fc.record({ w: weight, g });
  const tensor: fc.Arbitrary<Tensor> = fc.record({
    kind: fc.constantFrom("vector", "column", "matrix", "scalar"),
    cells: fc.oneof(
      { withCrossShrink: true },
      { weight: 7, arbitrary: fc.array(cell, { minLength: 1, maxLength: 5 }) },
      { weight: 1, arbitrary: fc.constant([]) },
    ),
  });
  const maxLength = takesMany ? 3 : 1;
  return fc.record({
    steps: fc.integer({ min: 1, max: maxSteps }),
    tensors: fc.array(tensor, { minLength: minTensors, maxLength }),
  }).map(({ steps, tensors }) => ({
    shapes: tensors.map(shapeOf),
    weights: tensors.map(({ cells }) => cells.map(({ w }) => w)),
    gradients: Array.from(
      { length: steps },
      (_, t) => tensors.map(({ cells }) => cells.map(({ g }) => g[t])),
    ),
  }));
}

function shapeOf({ kind, cells: { length } }: Tensor): number[] {
  if (kind === "scalar" && length === 1) return [];
  if (kind === "column") return [length, 1];
  if (kind === "matrix" && length % 2 === 0) return [2, length / 2];
  return [length];
}

/** A point like another with each number changed. */
export function mapPoint(
  point: Point,
  f: (x: number, tensor: number, element: number) => number,
): Point {
  return point.map((row, i) => row.map((x, j) => f(x, i, j)));
}

/** A course with each weight and each gradient changed. */
export function mapCourse(
  { shapes, weights, gradients }: Course,
  f: (x: number) => number,
): Course {
  return {
    shapes,
    weights: mapPoint(weights, f),
    gradients: gradients.map((each) => mapPoint(each, f)),
  };
}
