import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  allContestants,
  iris,
  runStudy,
  studies,
  type Study,
} from "../../../mod.ts";
import { packagedData } from "../../../experiments/data/packages.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { tablesIn } from "./markdown.ts";

import {
  answer,
  bestRate,
  diverged,
  drawn,
  finished,
  outcome,
  problems,
  rules,
  trials,
} from "./iris_support.ts";

Deno.test("iris compares every optimizer over rates and at least 8 seeds", () => {
  const ids = (all: Study["optimizers"]) => all.map(({ id }) => id);
  assertEquals(ids(iris.optimizers), ids(allContestants()));
  const { learningRate: rates, ...others } = iris.grid;
  assertEquals(others, {});
  assert(rates.length >= 6 && rates.every((rate) => rate > 0));
  assertEquals([...rates].sort((a, b) => a - b), rates);
  assert(iris.seeds >= 8);
  assertEquals(iris.steps, 200);
  assertEquals(iris.metrics, ["trainAccuracy", "testAccuracy"]);
});

Deno.test("iris fits a softmax regression and a network to 105 of the 150 flowers", async () => {
  const problems = await iris.problems(packagedData);
  assertEquals(problems.map(({ id, description }) => [id, description]), [
    ["softmax-regression", "softmax regression on 105 of 150 samples"],
    ["network", "a network of widths 4-8-3 with tanh on 105 of 150 samples"],
  ]);
});

Deno.test("studies has each study once", () => {
  const ids = studies.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const id of ["iris", "lecture-backpropagation", "test-functions"]) {
    assert(ids.includes(id), id);
  }
});

Deno.test("iris has the same split for every trial and a start for each seed", () => {
  assertEquals(trials.length, 2 * 4 * 4 * 3);
  for (const problem of problems) {
    const own = trials.filter((row) => row.problem === problem);
    const starts = new Map<string, Set<string>>();
    for (const { seed, firstLoss } of own) {
      starts.set(seed, (starts.get(seed) ?? new Set()).add(firstLoss));
    }
    assert([...starts.values()].every((losses) => losses.size === 1));
    assertEquals(new Set(own.map((row) => row.firstLoss)).size, 3);
  }
  for (const row of trials.filter((row) => row.status === "finished")) {
    // Multiples of 1/105 and of 1/45, the sizes of the parts: rounding apart.
    const [train, test] = [row.trainAccuracy, row.testAccuracy].map(Number);
    assertEquals(train, Math.round(train * 105) / 105);
    assertEquals(test, Math.round(test * 45) / 45);
  }
});

Deno.test("iris learns: its best trials classify most flowers right", () => {
  for (const problem of problems) {
    for (const rule of rules) {
      const best = finished(problem, rule, bestRate(problem, rule));
      assertEquals(best.length, 3);
      for (const row of best) {
        const [before, after] = [row.firstLoss, row.finalLoss].map(Number);
        assert(after < before, `${rule}, ${problem}: ${before} to ${after}`);
        assert(Number(row.testAccuracy) > 0.7, `${rule}: ${row.testAccuracy}`);
      }
    }
  }
});

Deno.test("iris counts diverged trials and keeps them out of the spread", () => {
  assert(diverged.length > 0 && diverged.length < trials.length);
  for (const row of diverged) {
    assertEquals(row.testAccuracy, "NaN");
    assertEquals(Number(row.learningRate), 1e200);
  }
  const worse = trials.filter((row) =>
    Number(row.finalLoss) > Number(row.firstLoss)
  );
  assert(worse.length > 0);
  assertStringIncludes(
    answer,
    `${diverged.length} of ${trials.length} trials diverged, and ` +
      `${worse.length} ended at a higher loss than they started from.`,
  );
});

Deno.test("iris chooses the best rates without the test samples", () => {
  const relabelled = outcome.trials.map((trial, i) => ({
    ...trial,
    metrics: { ...trial.metrics, testAccuracy: (i * 7 % 46) / 45 },
  }));
  const other = iris.report({ ...outcome, trials: relabelled }).answer;
  const rateColumns = (text: string) =>
    tablesIn(text).filter(([head]) => head[2] === "η")
      .map((table) => table.map((row) => row[2]));
  assertEquals(rateColumns(other), rateColumns(answer));
  assert(other !== answer);
});

Deno.test("iris's answer is the same where a trial met no finite loss", () => {
  const trials = outcome.trials.map((trial) =>
    trial.status === "finished" ? trial : { ...trial, bestLoss: NaN }
  );
  assert(trials.some(({ bestLoss }) => Number.isNaN(bestLoss)));
  assertEquals(iris.report({ ...outcome, trials }), iris.report(outcome));
});

Deno.test("iris's least loss is that of any trial at any step", () => {
  const trials = outcome.trials.map((trial, i) =>
    i === 7 ? { ...trial, bestLoss: 2 ** -10 } : trial
  );
  assertStringIncludes(
    iris.report({ ...outcome, trials }).answer,
    "measured in any trial is 0.0009766;",
  );
});

Deno.test("iris draws losses and accuracies over rates, curves, and the spread", () => {
  assertEquals(drawn.map(({ name }) => name), [
    "curves",
    ...problems.flatMap((problem) => [
      `loss-by-learning-rate-${problem}`,
      `accuracy-by-learning-rate-${problem}`,
    ]),
    "test-accuracies",
  ]);
  for (const { spec, caption } of drawn) {
    const text = JSON.stringify(spec);
    for (const rule of rules) assertStringIncludes(text, rule);
    for (const problem of problems) {
      assert(text.includes(problem) || caption.includes("learning rate"));
    }
  }
});

Deno.test("iris reports however little was run", async () => {
  const one = narrow(iris, { seeds: 1, optimizers: ["adagrad"] });
  const short = { ...one, steps: 2, grid: { learningRate: [0.1] } };
  const first = await runStudy(short, packagedData);
  const { answer, plots } = iris.report(first);
  assertStringIncludes(answer, "medians are over 1 seed.");
  assertStringIncludes(answer, "0 of 2 trials diverged");
  assertEquals(plots!.length, 6);
  const [paragraph] = answer.split("\n\n");
  assert(!/NaN|Infinity|undefined/.test(paragraph), paragraph);
  const [best] = tablesIn(answer);
  assertEquals(best[1][best[0].indexOf("deviation")], "–");
  assert(!/NaN/.test(answer));

  const wild = { ...short, grid: { learningRate: [1e308] }, steps: 9 };
  const lost = await runStudy(wild, packagedData);
  assert(lost.trials.every(({ status }) => status === "diverged"));
  const [none] = iris.report(lost).answer.split("\n\n");
  assertStringIncludes(none, "On network every trial diverged.");
  assertStringIncludes(none, "2 of 2 trials diverged");
  assert(!/NaN/.test(iris.report(lost).answer));
  assert(!/NaN|Infinity|undefined/.test(none), none);
});
