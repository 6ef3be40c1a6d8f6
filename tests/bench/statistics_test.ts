import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { distance, ratiosOf, spreadOf } from "../../bench/statistics.ts";
import { check } from "../support/property.ts";

Deno.test("spreadOf() has the middle, the least and the greatest", () => {
  assertEquals(spreadOf([3]), { median: 3, least: 3, greatest: 3 });
  assertEquals(spreadOf([9, 10, 1]), { median: 9, least: 1, greatest: 10 });
  assertEquals(spreadOf([4, 1, 2, 10]), { median: 3, least: 1, greatest: 10 });
});

Deno.test("spreadOf() has as many numbers below the median as above", () => {
  const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
    minLength: 1,
    maxLength: 20,
  });
  check(fc.property(numbers, (list) => {
    const { median, least, greatest } = spreadOf(list);
    const below = list.filter((number) => number < median).length;
    const above = list.filter((number) => number > median).length;
    return below <= list.length / 2 && above <= list.length / 2 &&
      list.every((number) => number >= least && number <= greatest);
  }));
});

Deno.test("spreadOf() refuses no numbers", () => {
  assertThrows(() => spreadOf([]), RangeError, "No numbers");
});

Deno.test("ratiosOf() divides within a round by the fastest of the others", () => {
  assertEquals(ratiosOf([6, 6], [[2, 3]]), [3, 2]);
  assertEquals(ratiosOf([6, 6], [[2, 1], [1, 3]]), [3, 2]);
});

Deno.test("ratiosOf() refuses other numbers of rounds, and no others", () => {
  assertThrows(() => ratiosOf([1, 2], [[1]]), RangeError, "round by round");
  assertThrows(() => ratiosOf([1], []), RangeError, "round by round");
});

Deno.test("distance() is relative above 1 and absolute below", () => {
  assertEquals(distance([1, 0], [1, 0]), 0);
  assertEquals(distance([8, 0], [8, 0.25]), 0.25);
  assertEquals(distance([8], [10]), 0.25);
});

Deno.test("distance() of what is no result is infinite", () => {
  assertEquals(distance([1, 2], [1]), Infinity);
  assertEquals(distance([NaN], [NaN]), Infinity);
  assertEquals(distance([1], [NaN]), Infinity);
});
