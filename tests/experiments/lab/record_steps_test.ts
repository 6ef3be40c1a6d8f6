import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import { check } from "../../support/property.ts";

const counts = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

const gapsOf = (points: number[]) =>
  points.slice(1).map((point, i) => point - points[i]);

Deno.test("recordSteps() has 0, the last step, and at most 50 points in order", () => {
  check(
    fc.property(counts, (steps) => {
      const points = recordSteps(steps);
      assertEquals(points[0], 0);
      assertEquals(points.at(-1), steps);
      assert(points.length <= 50);
      assert(points.every(Number.isSafeInteger));
      assert(gapsOf(points).every((gap) => gap > 0));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("recordSteps() has no more points than it is told, and uses half of them", () => {
  check(
    fc.property(
      fc.integer({ min: 10, max: 200 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (most, steps) => {
        const points = recordSteps(steps, most);
        assertEquals([points[0], points.at(-1)], [0, steps]);
        assert(points.length <= most);
        assert(points.length >= Math.min(steps + 1, most / 2));
        assert(gapsOf(points).every((gap) => gap > 0));
      },
    ),
    { numRuns: 500 },
  );
  assertEquals(recordSteps(1000), recordSteps(1000, 50));
});

Deno.test("recordSteps() has every step where there are fewer than 50", () => {
  for (let steps = 1; steps < 50; steps++) {
    assertEquals(
      recordSteps(steps),
      Array.from({ length: steps + 1 }, (_, i) => i),
    );
  }
  assert(recordSteps(50).length < 51);
});

Deno.test("recordSteps() is densest at the start, its gaps growing in proportion", () => {
  check(
    fc.property(fc.integer({ min: 50, max: 1_000_000_000 }), (steps) => {
      const points = recordSteps(steps);
      assertEquals(points.slice(0, 3), [0, 1, 2]);
      // All but the last, which ends where the steps do.
      const gaps = gapsOf(points).slice(0, -1);
      assert(gaps.every((gap, i) => i === 0 || gap >= gaps[i - 1]));
      // A point is the one before it times a constant, rounded: off by half at
      // most, so from 50 on the ratio is off by 1/100 at most on either side.
      const late = points.slice(1, -1).filter((point) => point >= 50);
      const ratios = late.slice(1).map((point, i) => point / late[i]);
      const slack = 1 / 50;
      assert(Math.max(...ratios) - Math.min(...ratios) <= slack);
    }),
    { numRuns: 500 },
  );
});

Deno.test("recordSteps() uses at least half of its points", () => {
  for (let steps = 25; steps <= 20_000; steps++) {
    assert(recordSteps(steps).length >= 25, `${steps} steps`);
  }
});

Deno.test("recordSteps() has the same points for ever", () => {
  // By hand: each point is the one before times the least of 1, 1.05, 1.1, …
  // that gives no more than 50, rounded. For 200 steps that is 1.1, for 10 000
  // it is 1.2.
  assertEquals(
    recordSteps(200).join(", "),
    "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 21, 23, " +
      "25, 28, 31, 34, 37, 41, 45, 50, 55, 61, 67, 74, 81, 89, 98, 108, 119, " +
      "131, 144, 158, 174, 191, 200",
  );
  assertEquals(
    recordSteps(10_000).join(", "),
    "0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 29, 35, 42, 50, 60, " +
      "72, 86, 103, 124, 149, 179, 215, 258, 310, 372, 446, 535, 642, 770, 924, " +
      "1109, 1331, 1597, 1916, 2299, 2759, 3311, 3973, 4768, 5722, 6866, 8239, " +
      "9887, 10000",
  );
});
