import { assertEquals, assertThrows } from "@std/assert";
import { Approximate } from "../../laws/approximate.ts";
import { staysInHull, type Told } from "../../laws/hulls/hull.ts";
import { Violation } from "../../laws/mod.ts";
import { bowlAt } from "../../laws/problems/bowl.ts";

const number = (value: number, error = 0) =>
  new Approximate(value, error, 2 ** -53);
const told = (mean: number | undefined, met: number, error = 0): Told => ({
  ...mean !== undefined && { mean: number(mean, error) },
  met: number(met),
});
const place = (t: number) => `in step ${t}`;
const follows = (...all: Told[]) => () =>
  staysInHull(all, { start: number(0), place });

Deno.test("staysInHull() takes means between what was and what is met", () => {
  follows(told(1, 4), told(3, 4), told(2, 0), told(2, 2))();
  assertThrows(follows(told(5, 4)), Violation, "in step 1");
  assertThrows(follows(told(1, 4), told(0.5, 4)), Violation, "from 1 to 4");
  follows(told(4.5, 4, 0.5))();
});

Deno.test("staysInHull() remembers what all steps have told and met", () => {
  // The second step tells nothing, but has met 9.
  follows(told(1, 4), told(undefined, 9), told(8, 4))();
  assertThrows(follows(told(1, 4), told(undefined, 9), told(10, 4)), Violation);
  // 1 ± 0.5, then 2 ± 0.5 while 0 is met: it was 1.5, and is not above.
  const vague = [told(1, 4, 0.5), told(2, 0, 0.5)];
  follows(...vague, told(1.5, 0))();
  assertThrows(follows(...vague, told(1.6, 0)), Violation);
  follows(told(NaN, 4), told(NaN, 4, NaN), told(4, 4))();
});

Deno.test("staysInHull() begins with what is met, and never shrinks if told so", () => {
  const movement = { place, keepsGreatest: true };
  staysInHull([told(4, 4), told(4, 0), told(6, 9)], movement);
  const all = [told(4, 4), told(3, 0)];
  assertThrows(() => staysInHull(all, movement), Violation, "from 4 to 4");
  assertThrows(() => staysInHull([told(3, 4)], { place }), Violation);
  const added = { ...told(5, 4), added: number(1) };
  staysInHull([added], { place });
  assertThrows(() => staysInHull([told(5, 4)], { place }), Violation);
});

Deno.test("bowlAt() is a quadratic with its derivatives", () => {
  const loss = bowlAt(
    [[{ weight: 1, gradient: 3, curvature: -2 }], [
      { weight: 0, gradient: 0, curvature: 4 },
    ]],
    7,
  );
  assertEquals(loss.value([[1], [0]]), 7);
  assertEquals(loss.value([[2], [3]]), 7 + 3 - 1 + 18);
  assertEquals(loss.gradient([[2], [3]]), [[1], [12]]);
  assertEquals(loss.hvp([[5], [-1]]), [[-10], [-4]]);
});
