import * as fc from "fast-check";
import { divide, type Tensor } from "../../../mod.ts";
import {
  type AnyOptimizer,
  type Course,
  courses,
  decays,
  floats,
  lecture,
  vector,
} from "../../optimizers/support.ts";
import { check } from "../../support/property.ts";
import { assertSameTree, ways } from "./support.ts";

interface Params {
  readonly w: Tensor;
  readonly layers: readonly [Tensor];
}

/** One row of numbers as parameters, or as gradients. */
function params(row: readonly number[], { dtype }: Course): Params {
  const reversed = vector([...row].reverse(), dtype);
  return { w: vector(row, dtype), layers: [reversed] };
}

function begin(optimizer: AnyOptimizer, course: Course) {
  const start = params(course.w, course);
  return { params: start, state: optimizer.init(start) };
}

type Point = ReturnType<typeof begin>;

/** What follows a point: the parameters and the state after each step. */
function run(
  optimizer: AnyOptimizer,
  course: Course,
  from: Point,
  step: number,
): Point[] {
  const points = [from];
  for (const g of course.gradients.slice(step)) {
    const { params: w, state } = points[points.length - 1];
    points.push(optimizer.update(params(g, course), state, w));
  }
  return points;
}

for (const [rule, make] of Object.entries(lecture)) {
  for (const dtype of floats) {
    for (const [way, through] of Object.entries(ways)) {
      Deno.test(`${rule} on ${dtype} resumes from ${way} at any step with the same bits`, () => {
        const scheduled = (t: Tensor) => divide(0.7, t.add(8));
        check(
          fc.property(
            courses({ dtype }),
            fc.constantFrom(0.1, scheduled),
            decays(),
            (course, rate, decay) => {
              const optimizer = make(rate, decay);
              const unbroken = run(
                optimizer,
                course,
                begin(optimizer, course),
                0,
              );
              unbroken.forEach((point, step) => {
                const saved = through(point) as Point;
                const resumed = run(optimizer, course, saved, step);
                assertSameTree(resumed, unbroken.slice(step));
              });
            },
          ),
          { numRuns: 25 },
        );
      });
    }
  }
}
