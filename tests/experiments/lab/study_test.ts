import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { contestant, momentum, rmsprop, type Study } from "../../../mod.ts";
import { defineStudy } from "../../../experiments/lab/study.ts";
import { study } from "../support/studies.ts";

const fine = study();

/** Asserts that a study is refused, with its name in the message. */
function assertRefused(parts: Partial<Study>, message: string): void {
  const error = assertThrows(
    () => defineStudy({ ...fine, ...parts }),
    RangeError,
    message,
  );
  const id = parts.id ?? fine.id;
  assert(error.message.startsWith(`Cannot define study ${id}: `));
}

Deno.test("defineStudy() returns the study", () => {
  assertStrictEquals(defineStudy(fine), fine);
});

Deno.test("defineStudy() refuses a count that is not a whole number above 0", () => {
  for (const count of ["seeds", "steps", "revision"]) {
    for (const value of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
      assertRefused(
        { [count]: value },
        `${count} must be a whole number greater than 0, ` +
          `current value is ${value}`,
      );
    }
    assertEquals(defineStudy({ ...fine, [count]: 1 }).id, fine.id);
  }
});

Deno.test("defineStudy() refuses an id that is no name of a folder", () => {
  const bad = ["", "Iris", "iris_2", "a b", "-a", "a-", "a--b", "../a", "é"];
  for (const id of bad) {
    assertRefused({ id }, "id must be lower-case words joined by hyphens");
  }
  for (const id of ["iris", "iris-2", "2-d", "a-b-c"]) {
    assertEquals(defineStudy({ ...fine, id }).id, id);
  }
});

Deno.test("defineStudy() refuses a study without an optimizer", () => {
  assertRefused({ optimizers: [] }, "it must have an optimizer");
});

Deno.test("defineStudy() refuses a hyperparameter without a value", () => {
  assertRefused(
    { grid: { learningRate: [1], momentum: [] } },
    "the grid of momentum must have a value",
  );
  assertEquals(defineStudy({ ...fine, grid: {} }).grid, {});
});

Deno.test("defineStudy() refuses what is there twice", () => {
  assertRefused({
    optimizers: [
      contestant(momentum),
      contestant(rmsprop),
      contestant(momentum),
    ],
  }, "optimizer momentum is there twice");
  assertRefused(
    { grid: { learningRate: [0.5, 0.1, 0.5] } },
    "learningRate of 0.5 is there twice",
  );
  assertRefused({ metrics: ["a", "a"] }, "metric a is there twice");
});

Deno.test("defineStudy() refuses curves of so few points that they say nothing", () => {
  for (const curvePoints of [-1, 0, 1, 9, 10.5, NaN, Infinity]) {
    assertRefused(
      { curvePoints },
      "curvePoints must be a whole number of at least 10, " +
        `current value is ${curvePoints}`,
    );
  }
  for (const curvePoints of [10, 200]) {
    assertEquals(defineStudy({ ...fine, curvePoints }).id, fine.id);
  }
});

Deno.test("defineStudy() refuses a tolerance that is negative or not finite", () => {
  for (const tolerance of [-1, -5e-324, NaN, Infinity]) {
    assertRefused(
      { tolerance },
      `tolerance must be in [0, ∞), current value is ${tolerance}`,
    );
  }
  assertEquals(defineStudy({ ...fine, tolerance: 0 }).id, fine.id);
});

Deno.test("defineStudy() refuses what is of another kind, unknown or no number", () => {
  const cases: [Record<string, unknown>, string][] = [
    [
      { problems: [] },
      "problems must be a function, current value is an array",
    ],
    [{ report: undefined }, "report must be a function, current value is"],
    [{ metrics: "loss" }, 'metrics must be a list, current value is "loss"'],
    [
      { optimizers: [contestant(momentum), momentum] },
      "optimizers[1] must be what contestant() gives, current value is a " +
      "function",
    ],
    [
      { grid: { learningRate: 0.1 } },
      "the grid of learningRate must be a list of numbers, current value is " +
      "0.1",
    ],
    [
      { grid: { learningRate: [0.1, NaN] } },
      "a value in the grid of learningRate must be a finite number, current " +
      "value is NaN",
    ],
    [{ step: 5 }, "it has no part step; did you mean steps?"],
  ];
  for (const [parts, message] of cases) {
    assertThrows(
      () => defineStudy({ ...fine, ...parts } as Study),
      TypeError,
      `Cannot define study ${fine.id}: ${message}`,
    );
  }
});
