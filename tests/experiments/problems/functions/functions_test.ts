import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  checkGradient,
  grad,
  hessian,
  type Tensor,
  tensor,
  type TestFunction,
  testFunctions,
} from "../../../../mod.ts";
import { check } from "../../../support/property.ts";
import { transcriptions } from "./transcriptions.ts";

const u = 2 ** -53;
const at = (x: number, y: number): Tensor => tensor([x, y]);

/** Points of a function's box, its edges included. */
function points({ box: { low, high } }: TestFunction) {
  const [x, y] = low.map((min, i) =>
    fc.oneof(
      fc.double({ min, max: high[i], noNaN: true }),
      fc.nat(2 ** 30).map((n) => min + (high[i] - min) * n / 2 ** 30),
    )
  );
  return fc.tuple(x, y);
}

/**
 * A local minimum, by steps along the axes and diagonals that halve; or where
 * 2000 of them lead, as on slopes that fall towards infinity.
 */
function compass(
  f: (x: number, y: number) => number,
  x: number,
  y: number,
): [number, number] {
  const signs = [-1, 0, 1];
  const ways = signs.flatMap((dx) => signs.map((dy) => [dx, dy]));
  for (let step = 0.25, taken = 0; step > 1e-7 && taken < 2000; taken++) {
    const near = ways.map(([dx, dy]) => [x + step * dx, y + step * dy]);
    const values = near.map(([a, b]) => f(a, b));
    const least = Math.min(...values);
    if (least < f(x, y)) [x, y] = near[values.indexOf(least)];
    else step /= 2;
  }
  return [x, y];
}

/** How far a point is from the nearest of the minima. */
const away = ({ minimum }: TestFunction, x: number, y: number) =>
  Math.min(...minimum.points.map(([a, b]) => Math.hypot(x - a, y - b)));

Deno.test("testFunctions has each function once, with a transcription", () => {
  const ids = testFunctions.map(({ id }) => id).sort();
  assertEquals(ids, Object.keys(transcriptions).sort());
  assert(ids.length >= 8);
});

for (const each of testFunctions) {
  const { id, f, minimum, box } = each;
  const plain = transcriptions[id];
  // At most 16 operations from an argument to the value, on either side; an
  // elementary function rounds by two units at most, and what underflows by
  // the least number.
  const slack = (x: number, y: number) =>
    2 * 20 * u * plain.size(x, y) + 40 * Number.MIN_VALUE;

  Deno.test(`${id} is its formula`, () => {
    check(
      fc.property(points(each), ([x, y]) => {
        const [actual, right] = [f(at(x, y)).item(), plain.f(x, y)];
        assert(Math.abs(actual - right) <= slack(x, y), `${actual}, ${right}`);
      }),
      { numRuns: 500 },
    );
  });

  Deno.test(`${id} has starts from the box that is usual`, () => {
    const { reach } = transcriptions[id];
    assertEquals(box, { low: [-reach, -reach], high: [reach, reach] });
  });

  Deno.test(`${id} has known values`, () => {
    for (const [x, y, value] of plain.known) {
      const error = Math.abs(f(at(x, y)).item() - value);
      assert(error <= slack(x, y), `f(${x}, ${y}) is off by ${error}`);
    }
  });

  Deno.test(`${id} has its least value at its minima`, () => {
    for (const [x, y] of minimum.points) {
      assert(Math.abs(f(at(x, y)).item() - minimum.value) <= slack(x, y));
      assert(x > box.low[0] && x < box.high[0]);
      assert(y > box.low[1] && y < box.high[1]);
    }
  });

  Deno.test(`${id} has the minima that a search finds, and no other`, () => {
    const count = 12;
    const along = (axis: number, i: number) =>
      box.low[axis] + (box.high[axis] - box.low[axis]) * (i + 0.4) / count;
    const found = new Set<number>();
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const [x, y] = compass(plain.f, along(0, i), along(1, j));
        const gap = plain.f(x, y) - minimum.value;
        assert(gap >= -slack(x, y), `(${x}, ${y}) is lower by ${-gap}`);
        if (gap > 1e-8) continue;
        const distances = minimum.points.map(([a, b]) =>
          Math.hypot(x - a, y - b)
        );
        const nearest = Math.min(...distances);
        assert(nearest < 1e-3, `(${x}, ${y}) is as low`);
        found.add(distances.indexOf(nearest));
      }
    }
    assertEquals(found.size, minimum.points.length);
  });

  Deno.test(`${id} has no slope at its minima`, () => {
    for (const [x, y] of minimum.points) {
      // Each coordinate is rounded by half a unit in the last place, and the
      // slope, a sum of terms which cancel, by a few units of the largest,
      // which is of the size of the curvature times the coordinate.
      const w = at(x, y);
      const curvature = [...hessian(f)(w).toTypedArray()];
      const size = Math.max(...curvature.map(Math.abs));
      const bound = id === "ackley"
        ? 0
        : 4 * u * size * Math.max(Math.abs(x), Math.abs(y));
      for (const slope of grad(f)(w).toTypedArray()) {
        assert(Math.abs(slope) <= bound, `(${x}, ${y}): ${slope}`);
      }
    }
  });

  Deno.test(`${id} curves upwards at its minima`, () => {
    if (id === "ackley") return; // It has a kink there.
    for (const [x, y] of minimum.points) {
      const [a, b, c, d] = hessian(f)(at(x, y)).toTypedArray();
      assert(a > 0 && d > 0 && a * d - b * c > 0);
    }
  });

  Deno.test(`${id} has the gradient of its differences`, () => {
    check(
      fc.property(points(each), ([x, y]) => {
        fc.pre(away(each, x, y) > 0.01);
        const report = checkGradient(f, at(x, y), {
          tolerance: 1e-5,
          absoluteTolerance: 1e-6,
        });
        assertEquals(report.verdict, "agrees", report.message);
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`${id} says where it is from and what it is`, () => {
    assert(/^[A-Z].+ \(\d{4}\)$/.test(each.source));
    assert(each.formula.length > 0 && each.revision >= 1);
  });
}

Deno.test("the functions of n coordinates are those of two, summed or in a mean", () => {
  const byId = new Map(testFunctions.map((each) => [each.id, each]));
  const value = (id: string, w: number[]) => byId.get(id)!.f(tensor(w)).item();
  const near = (actual: number, right: number) =>
    assert(Math.abs(actual - right) <= 64 * u * (Math.abs(right) + 100));
  const w = [1.5, -0.25, 0.75, 2];
  // Sums over coordinates: twice the pairs.
  for (const id of ["styblinski-tang", "rastrigin"]) {
    near(value(id, w), value(id, w.slice(0, 2)) + value(id, w.slice(2)));
  }
  // A sum over neighbours.
  const pairs = [w.slice(0, 2), w.slice(1, 3), w.slice(2)];
  const sum = pairs.reduce((all, pair) => all + value("rosenbrock", pair), 0);
  assert(Math.abs(value("rosenbrock", w) - sum) <= 64 * u * sum);
  // Means: the same where the coordinates are there twice.
  near(
    value("ackley", [1.5, -0.25, 1.5, -0.25]),
    value("ackley", [1.5, -0.25]),
  );
});
