import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RowResult } from "../../bench/row.ts";
import {
  digits,
  gaps,
  goalTable,
  groups,
  groupTable,
  losses,
  otherTable,
  standing,
} from "../../bench/table.ts";

const row: RowResult = {
  ...{ id: "A tiny sgd float32", unit: "step", subject: "descent" },
  measured: "2026-11-22T12:00:00.000Z",
  goals: [
    { against: ["tfjs-wasm", "jax-js"], reach: 3, aim: 4 },
    { against: ["pytorch"], reach: 0.4, aim: 0.5 },
  ],
  cells: {
    descent: { speeds: [12000, 10000, 8000] },
    "tfjs-wasm": { speeds: [3000, 1000, 2000] },
    "jax-js": { speeds: [1000, 2500, 1000] },
    numpy: { error: "its result is 3 away, more than 1e-5" },
    pytorch: { speeds: [20000, 25000, 16000] },
    plain: { absent: "it is on holiday" },
  },
};

Deno.test("digits() writes three digits without exponents", () => {
  assertEquals(
    [1234567, 98765, 123.4, 99.96, 12.34, 1, 0.04567, 0].map(digits),
    ["1,230,000", "98,800", "123", "100", "12.3", "1.00", "0.0457", "0.00"],
  );
});

Deno.test("standing() compares with the fastest of a round", () => {
  const [first, second] = row.goals.map((goal) => standing(row, goal)!);
  assertEquals(first.spread, { median: 4, least: 4, greatest: 4 });
  assertEquals(first.verdict, "aim");
  assertEquals(second.spread, { median: 0.5, least: 0.4, greatest: 0.6 });
  assertEquals(second.verdict, "aim");
});

Deno.test("standing() tells what is reached from what falls short", () => {
  const verdict = (reach: number, aim: number) =>
    standing(row, { against: ["pytorch"], reach, aim })!.verdict;
  assertEquals(verdict(0.5, 0.6), "reached");
  assertEquals(verdict(0.51, 0.6), "**short**");
  const missing = { against: ["numpy"], reach: 1, aim: 1 };
  assertEquals(standing(row, missing), undefined);
});

Deno.test("standing() counts a short time as good", () => {
  const start: RowResult = {
    ...{ ...row, id: "E start", subject: "Descent" },
    cells: { Descent: { speeds: [8, 10, 5] } },
  };
  const verdict = (reach: number, aim: number) =>
    standing(start, { against: [], reach, aim, unit: "ms" })!;
  assertEquals(verdict(200, 125).verdict, "aim");
  assertEquals(verdict(200, 124).verdict, "reached");
  assertEquals(verdict(124, 100).verdict, "**short**");
  assertEquals(verdict(200, 100).spread.greatest, 200);
  assertStringIncludes(otherTable([start]), "| start | Descent | 125");
});

Deno.test("goalTable() has a line for each goal, measured or not", () => {
  const goals = [...row.goals, { against: ["numpy"], reach: 3, aim: 5 }];
  const lines = goalTable([{ ...row, goals }]).split("\n").slice(2);
  assertEquals(lines, [
    "| A tiny sgd float32 | fastest of tfjs (wasm), jax-js | 3 | 4 | 4.00 (4.00–4.00) | aim |",
    "| A tiny sgd float32 | PyTorch | 0.4 | 0.5 | 0.500 (0.400–0.600) | aim |",
    "| A tiny sgd float32 | NumPy | 3 | 5 | – | not measured |",
  ]);
});

Deno.test("groupTable() has our speed, and ratios or what is in their place", () => {
  const [head, , line] = groupTable(groups[0], [row]).split("\n");
  assertEquals(
    head,
    "|  | Descent, steps/s | plain TypeScript | tfjs (wasm) | jax-js | NumPy | PyTorch |",
  );
  assertEquals(
    line,
    "| tiny sgd float32 | 10,000 | – | 4.00 (4.00–10.0) | 8.00 (4.00–12.0) | error | 0.500 (0.400–0.600) |",
  );
});

Deno.test("losses() names who is faster, the most so first", () => {
  const other = {
    ...{ ...row, id: "A small" },
    cells: { descent: { speeds: [1] }, numpy: { speeds: [4] } },
  };
  assertEquals(losses([row, other]), [
    "A small: NumPy, 4.00 times as fast",
    "A tiny sgd float32: PyTorch, 2.00 times as fast",
  ]);
});

Deno.test("gaps() tells what there is no number for, and why", () => {
  const text = gaps([row, { ...row, id: "A small" }]);
  assertEquals(text.length, 2);
  assert(text.includes(
    "plain TypeScript (it is on holiday): A tiny sgd float32, A small",
  ));
  assertStringIncludes(text.join(), "NumPy (error: its result is 3 away");
});
