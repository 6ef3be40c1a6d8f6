/** Runs of `minimize`: their numbers, their records, going on from them. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  grad,
  gradientDescent,
  hvp,
  mapTree,
  minimize,
  type MinimizePoint,
  type MinimizeResult,
  momentum,
  rmsprop,
  type Slot,
  type Tensor,
  tensor,
} from "../../mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, moderateDouble } from "../support/property.ts";
import {
  type AnyOptimizer,
  elements,
  type Float,
  floats,
  lecture,
  make,
  settings,
  vector,
} from "./support.ts";

interface Params {
  readonly b: { readonly scale: Tensor };
  readonly a: readonly Tensor[];
}

type Point = MinimizePoint<Params, Slot>;
type Result = MinimizeResult<Params, Slot>;

/** Σ (scale·a₀ − a₁)² + a₁₀² + scale²/2: each element's slope needs others. */
function valley({ a: [first, second], b: { scale } }: Params): Tensor {
  return first.mul(scale).sub(second).square().sum()
    .add(second.square().sum()).add(scale.square().div(2));
}

function place(numbers: readonly number[], dtype: Float): Params {
  return {
    b: { scale: vector(numbers.slice(0, 1), dtype).sum() },
    a: [vector(numbers.slice(1, 3), dtype), vector(numbers.slice(3), dtype)],
  };
}

const starts: fc.Arbitrary<Params> = fc.tuple(
  fc.array(moderateDouble(), { minLength: 5, maxLength: 5 }),
  fc.constantFrom(...floats),
).map(([numbers, dtype]) => place(numbers, dtype));

const isFiniteTree = (tree: unknown) =>
  flattenTree("test", tree).leaves.flatMap(elements).every(Number.isFinite);

/** The points of a run, in a loop written by hand. */
function loop(start: Params, optimizer: AnyOptimizer, steps: number): Point[] {
  const points: Point[] = [];
  let params = start;
  let state = optimizer.init(params);
  for (let step = 0; step <= steps; step++) {
    const loss = valley(params).item();
    points.push({ step, loss, params, state });
    if (!Number.isFinite(loss) || !isFiniteTree(params)) break;
    const at = params;
    const context = {
      loss: valley(at),
      gradient: grad(valley),
      hvp: (vector: Params) => hvp(valley)(at, vector),
    };
    const slopes = grad(valley)(params);
    ({ params, state } = optimizer.update(slopes, state, params, context));
  }
  return points;
}

/** Asserts that two trees have leaves of the same bits in the same places. */
function assertSameTree(actual: unknown, expected: unknown): void {
  const [one, two] = [actual, expected].map((x) => flattenTree("test", x));
  assertEquals(one.paths, two.paths);
  one.leaves.forEach((leaf, i) => {
    assertEquals(leaf.shape, two.leaves[i].shape);
    assertSameBits(leaf.toTypedArray(), two.leaves[i].toTypedArray());
  });
}

function assertSamePoint(
  actual: Point | Omit<Result, "status">,
  expected: Point,
): void {
  assertSameBits(actual.loss, expected.loss);
  assertSameTree(actual.params, expected.params);
  assertSameTree(actual.state, expected.state);
  const step = "step" in actual ? actual.step : actual.steps;
  assertStrictEquals(step, expected.step);
}

const counts = fc.integer({ min: 0, max: 9 });

Deno.test("minimize() ends where a loop written by hand does, bit for bit", () => {
  for (const rule of Object.keys(lecture)) {
    check(
      fc.property(
        starts,
        settings(undefined, [rule]),
        counts,
        (start, setting, steps) => {
          const points = loop(start, make(setting), steps);
          const result = minimize(valley, start, make(setting), { steps });
          assertSamePoint(result, points.at(-1)!);
          const { loss, params } = result;
          const finite = Number.isFinite(loss) && isFiniteTree(params);
          assertEquals(result.status, finite ? "finished" : "diverged");
        },
      ),
      { numRuns: 40 },
    );
  }
});

Deno.test("minimize() gives the numbers of the lecture's formulas", () => {
  // f = w², f′ = 2w, from 1: in each two steps, all exact in binary.
  const f = (w: Tensor) => w.square();
  const at = (optimizer: AnyOptimizer) =>
    minimize(f, tensor(1), optimizer, { steps: 2 }).params.item();
  const learningRate = 0.25;
  assertEquals(at(gradientDescent({ learningRate }) as AnyOptimizer), 0.25);
  // m = ½, w = ½; m = ½·½ + ¼ = ½, w = 0.
  const heavy = momentum({ learningRate, momentum: 0.5 }) as AnyOptimizer;
  assertEquals(at(heavy), 0);
  // h = ¼·4 = 1, w = 1 − ¼·2 = ½; h = ¾·1 + ¼·1 = 1, w = ½ − ¼·1 = ¼.
  const even = rmsprop({ learningRate, decay: 0.75 }) as AnyOptimizer;
  assertEquals(at(even), 0.25);
  // h = 4, w = 1 − ½·2/2 = ½; h = 5, w = ½ − ½·1/√5.
  const steps = adagrad({ learningRate: 0.5 }) as AnyOptimizer;
  assertEquals(at(steps), 0.5 - 0.5 * (1 / Math.sqrt(5)));
});

Deno.test("minimize() takes no step where steps is 0", () => {
  const start = place([1, 2, 3, 4, 5], "float64");
  for (const rule of Object.keys(lecture)) {
    const optimizer = lecture[rule](0.1, 0.9);
    const points: Point[] = [];
    const result = minimize(valley, start, optimizer, {
      steps: 0,
      record: (point) => points.push(point),
    });
    const expected = loop(start, optimizer, 0);
    assertSamePoint(result, expected[0]);
    assertEquals([result.status, result.steps], ["finished", 0]);
    assertEquals(points.length, 1);
    assertSamePoint(points[0], expected[0]);
  }
});

Deno.test("minimize() records the start and each step once, in order", () => {
  check(
    fc.property(starts, settings(), counts, (start, setting, steps) => {
      const expected = loop(start, make(setting), steps);
      const points: Point[] = [];
      minimize(valley, start, make(setting), {
        steps,
        record: (point) => points.push(point),
      });
      assertEquals(points.length, expected.length);
      points.forEach((point, i) => assertSamePoint(point, expected[i]));
    }),
    { numRuns: 60 },
  );
});

Deno.test("minimize() calls the function once a point", () => {
  let calls = 0;
  const f = (w: Tensor) => (calls++, w.square().sum());
  minimize(f, tensor([1, 2]), adagrad(), { steps: 7 });
  assertEquals(calls, 8);
});

Deno.test("minimize() goes on from the result of any step, bit for bit", () => {
  const steps = 6;
  check(
    fc.property(starts, settings(), (start, setting) => {
      const optimizer = make(setting);
      const whole = minimize(valley, start, optimizer, { steps });
      for (let at = 0; at <= whole.steps; at++) {
        const { params, state } = minimize(valley, start, optimizer, {
          steps: at,
        });
        const rest = minimize(valley, params, make(setting), {
          steps: steps - at,
          state,
        });
        assertEquals(rest.status, whole.status);
        assertSamePoint(rest, { ...whole, step: whole.steps - at });
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("minimize() goes on from any recorded point, bit for bit", () => {
  const steps = 6;
  const start = place([0.5, 1, -2, 3, 0.25], "float32");
  for (const rule of Object.keys(lecture)) {
    // A schedule goes by the count of steps, which is part of the state.
    const optimizer = lecture[rule]((t) => t.sqrt().div(20), 0.5);
    const points: Point[] = [];
    const record = (point: Point) => points.push(point);
    minimize(valley, start, optimizer, { steps, record });
    for (const { step, params, state } of [...points]) {
      const rest: Point[] = [];
      minimize(valley, params, optimizer, {
        steps: steps - step,
        state,
        record: (point) => rest.push(point),
      });
      assertEquals(rest.length, steps - step + 1);
      rest.forEach((point, i) => {
        assertSamePoint(point, { ...points[step + i], step: i });
      });
    }
  }
});

Deno.test("minimize() changes nothing that it is given", () => {
  for (const rule of Object.keys(lecture)) {
    const optimizer = Object.freeze(lecture[rule](0.1, 0.9));
    const start = place([1, 2, 3, 4, 5], "float64");
    const { state } = minimize(valley, start, optimizer, { steps: 1 });
    const given = [start, start.a, start.b, state, state.slots];
    given.forEach(Object.freeze);
    const kept = mapTree((x) => x.add(0), start);
    const slots = flattenTree("test", state).leaves.map(elements);
    const options = Object.freeze({ steps: 4, state });
    const first = minimize(valley, start, optimizer, options);
    assertSameTree(start, kept);
    assertEquals(flattenTree("test", state).leaves.map(elements), slots);
    assertSamePoint(minimize(valley, start, optimizer, options), {
      ...first,
      step: 4,
    });
  }
});
