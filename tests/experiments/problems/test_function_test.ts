import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  himmelblau,
  key,
  styblinskiTang,
  tensor,
  testFunctionProblem,
  testFunctions,
} from "../../../mod.ts";
import { coordinates } from "../../../experiments/problems/test_function.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

const keys = (problem: number, start: number) => ({
  problem: key(problem),
  start: key(start),
  batches: key(3),
});

Deno.test("testFunctionProblem() starts anywhere in the box, drawn from the seed's key alone", () => {
  for (const each of testFunctions) {
    const problem = testFunctionProblem(each);
    const starts = Array.from({ length: 200 }, (_, seed) => {
      const { start } = problem.instance(keys(1, seed));
      assertEquals(start.shape, [2]);
      return [...start.toTypedArray()];
    });
    const { low, high } = each.box;
    for (const axis of [0, 1]) {
      const [from, to] = [low[axis], high[axis]];
      const drawn = starts.map((start) => (start[axis] - from) / (to - from));
      assert(drawn.every((x) => x >= 0 && x < 1));
      // 200 uniform draws: all in one half has a chance of 2⁻²⁰⁰, none in an
      // outer twentieth one of 0.95²⁰⁰ < 4·10⁻⁵.
      assert(Math.min(...drawn) < 0.05 && Math.max(...drawn) > 0.95);
      const mean = drawn.reduce((sum, x) => sum + x, 0) / 200;
      // Five standard errors of the mean of 200.
      assert(Math.abs(mean - 0.5) < 5 / Math.sqrt(12 * 200));
    }
    assert(starts.every(([x, y]) => x !== y));
    const again = problem.instance(keys(2, 0)).start;
    assertSameBits([...again.toTypedArray()], starts[0]);
    const uniform = key(0).uniform([2]).toTypedArray();
    assertSameBits(
      starts[0],
      [0, 1].map((i) => low[i] + (high[i] - low[i]) * uniform[i]),
    );
  }
});

Deno.test("testFunctionProblem() starts where it is told, whatever the keys", () => {
  const problem = testFunctionProblem(himmelblau, { start: [-1, 0.5] });
  for (const seed of [0, 1, 2]) {
    const { start } = problem.instance(keys(seed, seed));
    assertEquals(start.toArray(), [-1, 0.5]);
  }
  assertEquals(
    problem.description,
    "(x² + y − 11)² + (x + y² − 7)², from (-1, 0.5)",
  );
});

Deno.test("testFunctionProblem() refuses a start of another length", () => {
  for (const start of [[], [1], [1, 2, 3]]) {
    assertThrows(
      () => testFunctionProblem(himmelblau, { start }),
      TypeError,
      "Cannot create the problem of himmelblau: start must have 2 " +
        `coordinates, current number is ${start.length}`,
    );
  }
});

Deno.test("testFunctionProblem() measures the distance from the nearest minimum and the gap", () => {
  const numbers = fc.double({ min: -5, max: 5, noNaN: true });
  for (const each of [himmelblau, styblinskiTang]) {
    const { loss, metrics } = testFunctionProblem(each).instance(keys(0, 0));
    check(fc.property(numbers, numbers, (x, y) => {
      const w = tensor([x, y]);
      const { gap, distance, ...others } = metrics(w);
      assertEquals(others, {});
      assertSameBits(gap.item(), loss(w).item() - each.minimum.value);
      const right = Math.min(
        ...each.minimum.points.map(([a, b]) =>
          Math.sqrt((x - a) * (x - a) + (y - b) * (y - b))
        ),
      );
      assertSameBits(distance.item(), right);
    }));
  }
  // Rounding may lead below the least value: the gap tells.
  const high = { ...himmelblau, minimum: { value: 9, points: [[3, 2]] } };
  const { metrics } = testFunctionProblem(high).instance(keys(0, 0));
  assertEquals(metrics(tensor([3, 2])).gap.item(), -9);
});

Deno.test("testFunctionProblem() is named after the function and has its optimum and value", () => {
  for (const each of testFunctions) {
    const problem = testFunctionProblem({ ...each, revision: 7 });
    const { id, revision, description, optimum } = problem;
    assertEquals({ id, revision, optimum }, {
      id: each.id,
      revision: 7,
      optimum: each.minimum,
    });
    assertEquals(description, `${each.formula}, from a random start`);
    const w = tensor([0.5, -0.75]);
    const { loss } = problem.instance(keys(0, 0));
    assertSameBits(loss(w).item(), each.f(w).item());
  }
});

Deno.test("coordinates() gives the first and the second number as scalars", () => {
  const [x, y] = coordinates(tensor([3, 5]));
  assertEquals([x.shape, y.shape], [[], []]);
  assertEquals([x.item(), y.item()], [3, 5]);
});
