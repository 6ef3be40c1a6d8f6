/** Taking steps, and what can be seen of them. */
import { type Course, mapPoint } from "./course.ts";
import type { Point, Shapes, Standing, Subject } from "./subject.ts";

/** The standing before the first step. */
export async function begin(
  subject: Subject,
  weights: Point,
  shapes: Shapes,
): Promise<Standing> {
  return { params: weights, state: await subject.init(weights, shapes) };
}

/** The standings of a run, the start in front. */
export async function follow(
  subject: Subject,
  { shapes, weights, gradients }: Course,
): Promise<Standing[]> {
  const standings = [await begin(subject, weights, shapes)];
  for (const grads of gradients) {
    standings.push(await subject.update(grads, standings.at(-1)!));
  }
  return standings;
}

/** The parameters of a run, the start in front. */
export async function pathOf(
  subject: Subject,
  course: Course,
): Promise<Point[]> {
  return (await follow(subject, course)).map(({ params }) => params);
}

/** Zeros like a point. */
export function zerosLike(point: Point): Point {
  return mapPoint(point, () => 0);
}

/**
 * The step that a subject would take from a state: at w = 0 the parameters
 * become 0 − step, which is exact.
 */
export async function stepFrom(
  subject: Subject,
  state: unknown,
  grads: Point,
): Promise<{ step: Point; state: unknown }> {
  const params = zerosLike(grads);
  const next = await subject.update(grads, { params, state });
  // 0 − x, so that no zero is negative.
  return { step: mapPoint(next.params, (x) => 0 - x), state: next.state };
}

/** The steps of a run whose weights are put back to 0 before each step. */
export async function stepsAtZero(
  subject: Subject,
  { shapes, weights, gradients }: Course,
): Promise<Point[]> {
  let state = await subject.init(zerosLike(weights), shapes);
  const steps: Point[] = [];
  for (const grads of gradients) {
    const next = await stepFrom(subject, state, grads);
    steps.push(next.step);
    state = next.state;
  }
  return steps;
}
