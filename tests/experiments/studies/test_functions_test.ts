import { assert, assertEquals } from "@std/assert";
import {
  allContestants,
  testFunctions,
  testFunctionsStudy,
} from "../../../mod.ts";
import { noData } from "../support/studies.ts";

import {
  best,
  bests,
  fraction,
  functions,
  median,
  names,
  rates,
  rowsOf,
  scores,
  solvedBy,
  steps,
  trials,
} from "./test_functions_support.ts";

Deno.test("test-functions runs every optimizer on every function from several starts", async () => {
  const { optimizers, grid, seeds, metrics } = testFunctionsStudy;
  assertEquals(
    optimizers.map(({ id }) => id),
    allContestants().map(({ id }) => id),
  );
  const problems = await testFunctionsStudy.problems(noData);
  assertEquals(
    problems.map(({ id }) => id),
    testFunctions.map(({ id }) => id),
  );
  assert(problems.every(({ sharedLoss, optimum }) => sharedLoss && optimum));
  assert(seeds >= 4 && grid.learningRate.length >= 8);
  assertEquals(metrics, ["reached"]);
});

Deno.test("test-functions solves some and not all, and some trials diverge", () => {
  assert(bests.some(({ solved }) => solved === 4));
  assert(bests.some(({ solved }) => solved === 0));
  assert(trials.some(({ status }) => status === "diverged"));
  // A loss that is near in the end, but too late to count.
  const late = trials.filter((row) =>
    row.reached !== "NaN" && steps(row) === Infinity
  );
  assert(late.length > 0);
});

Deno.test("test-functions starts all optimizers from the same points", () => {
  for (const problem of functions) {
    for (const seed of ["0", "1", "2", "3"]) {
      const rows = trials.filter((row) =>
        row.problem === problem && row.seed === seed
      );
      assertEquals(new Set(rows.map(({ firstLoss }) => firstLoss)).size, 1);
    }
  }
});

Deno.test("test-functions has the best score of each optimizer and function", () => {
  const rows = rowsOf("best.csv");
  assertEquals(rows.length, bests.length);
  for (const row of rows) {
    const right = best(row.optimizer, row.problem);
    assertEquals(
      [row.learningRate, row.solved, row.trials, row.stepsMedian, row.diverged],
      [right.rate, right.solved, 4, right.steps, right.diverged].map(String),
    );
    assertEquals(Number(row.gapMedian), right.gap);
  }
});

Deno.test("test-functions counts what each optimizer solved, at best and with one rate", () => {
  for (const row of rowsOf("overall.csv")) {
    const { optimizer } = row;
    const own = scores.filter((each) => each.optimizer === optimizer);
    const byRate = rates.map((rate) =>
      own.filter((each) => each.rate === rate)
        .reduce((sum, { solved }) => sum + solved, 0)
    );
    const costs = bests.filter((each) => each.optimizer === optimizer)
      .flatMap((each) => each.costs).filter((cost) => cost < Infinity);
    assertEquals(row, {
      optimizer,
      solved: String(solvedBy(optimizer)),
      trials: "12",
      stepsMedian: String(median(costs)),
      sharedLearningRate: String(rates[byRate.indexOf(Math.max(...byRate))]),
      sharedSolved: String(Math.max(...byRate)),
      diverged: String(own.reduce((sum, { diverged }) => sum + diverged, 0)),
      allTrials: "36",
    });
  }
});

Deno.test("test-functions has the performance profile of Dolan and Moré", () => {
  const rows = rowsOf("profile.csv");
  for (const name of names) {
    const own = rows.filter(({ optimizer }) => optimizer === name);
    assertEquals(own[0].ratio, "1");
    for (const row of own) {
      assertEquals(Number(row.fraction), fraction(name, Number(row.ratio)));
    }
    const fractions = own.map((row) => Number(row.fraction));
    assert(fractions.every((f, i) => i === 0 || f > fractions[i - 1]));
    assertEquals(fractions.at(-1), solvedBy(name) / 12);
  }
  // Each solved trial has a fastest optimizer.
  const fastest = names.reduce((sum, name) => sum + fraction(name, 1), 0);
  assert(fastest >= Math.max(...names.map(solvedBy)) / 12);
});
