import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  anyDouble,
  check,
  finiteDouble,
  moderateDouble,
  shapes,
} from "./property.ts";

function sample<T>(arbitrary: fc.Arbitrary<T>, numRuns = 1000): T[] {
  const values: T[] = [];
  check(fc.property(arbitrary, (value) => void values.push(value)), {
    numRuns,
  });
  return values;
}

Deno.test("check() sees the same cases in each run", () => {
  assertEquals(sample(anyDouble()), sample(anyDouble()));
});

Deno.test("check() fails where a property does, sync or async", async () => {
  assertThrows(() => check(fc.property(fc.nat(), (n) => n < 10)));
  await assertRejects(() =>
    check(fc.asyncProperty(fc.nat(), (n) => Promise.resolve(n < 10)))
  );
});

Deno.test("anyDouble() reaches zeros, subnormals, infinities and NaN", () => {
  const values = sample(anyDouble());
  for (const edge of [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE]) {
    assert(values.some((value) => Object.is(value, edge)), `misses ${edge}`);
  }
});

Deno.test("finiteDouble() stays finite and reaches both signs of zero", () => {
  const values = sample(finiteDouble());
  assert(values.every(Number.isFinite));
  assert(values.some((value) => Object.is(value, -0)));
});

Deno.test("moderateDouble() spreads over -10 to 10", () => {
  const values = sample(moderateDouble());
  assert(values.every((value) => Math.abs(value) <= 10));
  assert(values.filter((value) => Math.abs(value) > 1).length > 700);
});

Deno.test("shapes() reaches rank 0, empty, unit and odd axes", () => {
  const values = sample(shapes());
  for (const rank of [0, 1, 2, 3, 4]) {
    assert(values.some((shape) => shape.length === rank), `misses ${rank}`);
  }
  for (const size of [0, 1, 7]) {
    assert(values.some((shape) => shape.includes(size)), `misses ${size}`);
  }
});
