/** What is kept of a trial's losses is what all of them tell. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { Losses, plannedSteps } from "../../../experiments/lab/losses.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";
import { bowl, study } from "../support/studies.ts";

/** Losses after 0, 1, … steps, often near the least value or equal. */
const rows = fc.array(
  fc.oneof(anyDouble(), fc.constantFrom(2, 2.5, 3, 1, NaN, Infinity)),
  { minLength: 1, maxLength: 30 },
);

const own = study({ steps: 25, curvePoints: 10, tolerance: 0.5 });
const problem = { ...bowl(), optimum: { value: 2, points: [[0]] } };

/** The least finite one of some losses. */
function leastOf(row: readonly number[]): number {
  const finite = row.filter(Number.isFinite);
  return finite.length === 0 ? NaN : Math.min(...finite);
}

function lossesOf(
  row: readonly number[],
  parts: { readonly tolerance?: number } = {},
  of: AnyProblem = problem,
): Losses {
  const all = { ...own, ...parts };
  const losses = new Losses(all, of, plannedSteps(all));
  row.forEach((loss, step) => losses.add(step, loss));
  return losses;
}

Deno.test("Losses have the first, the last and the least", () => {
  check(fc.property(rows, (row) => {
    const losses = lossesOf(row);
    assertEquals(losses.step, row.length - 1);
    assertEquals(losses.first, row[0]);
    assertEquals(losses.last, row.at(-1));
    assertEquals(losses.least + 0, leastOf(row) + 0);
    assertEquals(losses.leastBeforeLast + 0, leastOf(row.slice(0, -1)) + 0);
  }));
  assertEquals(lossesOf([]).step, -1);
});

Deno.test("Losses have the first of several that are least, by its sign of zero", () => {
  for (const first of [0, -0]) {
    assertSameBits(lossesOf([1, first, -first, 2]).least, first);
  }
});

Deno.test("Losses tell after how many steps they are near the optimum for good", () => {
  check(fc.property(rows, (row) => {
    const isNear = (loss: number) => loss - 2 <= 0.5;
    const away = row.findLastIndex((loss) => !isNear(loss));
    const expected = away + 1 < row.length ? away + 1 : NaN;
    assertEquals(lossesOf(row).reached, expected);
    assertEquals(lossesOf(row, { tolerance: undefined }).reached, NaN);
    const unknown = { ...problem, optimum: undefined };
    assertEquals(lossesOf(row, {}, unknown).reached, NaN);
  }));
});

Deno.test("Losses have those of planned steps and the last on their curve", () => {
  check(fc.property(rows, (row) => {
    const planned = new Set(recordSteps(25, 10));
    const steps = row.keys().toArray()
      .filter((step) => planned.has(step) || step === row.length - 1);
    const { curve } = lossesOf(row);
    assertEquals(curve, steps.map((step) => ({ step, loss: row[step] })));
  }));
});
