import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  allContestants,
  type Classified,
  digits,
  digitsDeep,
  runStudy,
  studies,
  type Study,
} from "../../../mod.ts";
import type { Datasets } from "../../../experiments/data/datasets.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { instanceOf } from "../../../experiments/lab/run_trial.ts";
import { noData } from "../support/studies.ts";
import { rounded, tablesIn } from "./markdown.ts";

/**
 * 10,000 pictures of which each has one dark pixel, that of its class or, in
 * one of eight, another's.
 */
const pictures: Classified = {
  features: Array.from({ length: 10_000 }, (_, i) => {
    const row = new Array(784).fill(0);
    row[i % 8 === 0 ? (i * 7) % 10 : i % 10] = 1;
    return row;
  }),
  labels: Array.from({ length: 10_000 }, (_, i) => i % 10),
  classes: [..."0123456789"],
};
const data: Datasets = { ...noData, digits: () => Promise.resolve(pictures) };

/** A study with few optimizers, rates, seeds and steps. */
function reduced(study: Study): Study {
  const optimizers = ["gradient-descent", "adam"];
  return {
    ...narrow(study, { optimizers, seeds: 2 }),
    grid: { learningRate: [0.03, 0.3] },
    steps: 40,
  };
}

const small = reduced(digits);
const outcome = await runStudy(small, data);
const { answer, plots = [] } = small.report(outcome);

Deno.test("digits compares every rule over rates and 5 seeds, in float32, on mini-batches of 64", async () => {
  assertEquals(digits.seeds, 5);
  assert(digits.grid.learningRate.length >= 4);
  const all = allContestants().map(({ id }) => id);
  for (const study of [digits, digitsDeep]) {
    assertEquals(study.optimizers.map(({ id }) => id), all);
    assert(studies.includes(study));
    const problems = await study.problems(data);
    for (const problem of problems) {
      const { start, batches, loss } = instanceOf(study, problem, 0);
      assertEquals(batches!.at(1).shape, [64]);
      assertEquals(loss(start).dtype, "float32");
    }
  }
  const descriptions = async (study: Study) =>
    (await study.problems(data)).map(({ description }) => description);
  assertEquals(await descriptions(digits), [
    "a network of widths 784-10 with relu on 8000 of 10000 samples",
    "a network of widths 784-64-10 with relu on 8000 of 10000 samples",
  ]);
  assertEquals(await descriptions(digitsDeep), [
    "a network of widths 784-128-64-10 with relu on 8000 of 10000 samples",
  ]);
});

Deno.test("digits splits the digits once, and draws start and batches for each seed", async () => {
  const [problem] = await digits.problems(data);
  const [one, two] = [0, 1].map((seed) => instanceOf(digits, problem, seed));
  const weights = one.start;
  assertEquals(one.loss(weights).item(), two.loss(weights).item());
  assert(one.loss(one.start).item() !== one.loss(two.start).item());
  assert(
    String(one.batches!.at(1).toArray()) !==
      String(two.batches!.at(1).toArray()),
  );
});

Deno.test("digits learns: its best trials tell what can be told", () => {
  const finals = outcome.trials.filter(({ cell }) =>
    cell.optimizer.id === "adam" && cell.hyperparameters.learningRate === 0.03
  );
  assertEquals(finals.length, 4);
  for (const { metrics, firstLoss, finalLoss } of finals) {
    assert(finalLoss < firstLoss);
    // Seven of eight pictures show their class.
    assert(metrics.testAccuracy > 0.8, `${metrics.testAccuracy}`);
    assertEquals(metrics.testAccuracy * 2000 % 1, 0);
    assertEquals(metrics.trainAccuracy * 1000 % 1, 0);
  }
});

Deno.test("digits's report says what is trained on and measured", () => {
  assertStringIncludes(
    answer,
    "Of the 10,000 digits 8000 are trained on, a plain draw, not one by " +
      "digit, and the others are for the test.",
  );
  // 40 batches of 64 from 8000.
  assertStringIncludes(answer, "a trial sees each about 0.3 times.");
  assertStringIncludes(answer, "those on the first 1000 of the training");
  assert(!answer.includes("searches along a line"));
  assertEquals(plots.map(({ name }) => name), [
    "curves",
    "loss-by-learning-rate-softmax-regression",
    "accuracy-by-learning-rate-softmax-regression",
    "loss-by-learning-rate-network-64",
    "accuracy-by-learning-rate-network-64",
    "test-accuracies",
  ]);
});

Deno.test("digits's tables have the test accuracies of the trials at the best rate", () => {
  const [best] = tablesIn(answer);
  assertEquals(best.slice(1).map(([id]) => id), ["gradient-descent", "adam"]);
  for (const [id, , rate, , mean] of best.slice(1)) {
    const own = outcome.trials.filter(({ cell }) =>
      cell.problem.id === "softmax-regression" && cell.optimizer.id === id &&
      cell.hyperparameters.learningRate === Number(rate)
    ).map(({ metrics }) => metrics.testAccuracy);
    assertEquals(own.length, 2);
    assertEquals(mean, rounded((own[0] + own[1]) / 2));
  }
});

Deno.test("digits runs what searches along a line with all rates, and says what they are to it", async () => {
  const study = {
    ...narrow(digits, { optimizers: ["lbfgs"], seeds: 1 }),
    steps: 3,
  };
  const outcome = await runStudy(study, data);
  const rates = outcome.trials.filter(({ cell }) =>
    cell.problem.id === "network-64"
  ).map(({ cell }) => cell.hyperparameters.learningRate);
  assertEquals(rates, [...digits.grid.learningRate]);
  for (const { status, firstLoss, finalLoss } of outcome.trials) {
    assertEquals(status, "finished");
    assert(finalLoss < firstLoss);
  }
  const { answer } = study.report(outcome);
  assertStringIncludes(answer, "A step of lbfgs searches along a line");
  assert(!answer.includes("is run with η ="));
});

Deno.test("digits runs little where it is to be quick", () => {
  for (const study of [digits, digitsDeep]) {
    const { seeds, grid, steps } = narrow(study, { quick: true });
    assertEquals([seeds, steps], [1, 20]);
    assertEquals(grid.learningRate.length, 2);
  }
});

Deno.test("digits reports however little was run", async () => {
  for (const study of [digits, digitsDeep]) {
    const few = {
      ...narrow(study, { optimizers: ["adam"], seeds: 1 }),
      grid: { learningRate: [0.01] },
      steps: 2,
    };
    const { answer } = few.report(await runStudy(few, data));
    assertStringIncludes(answer, "medians are over 1 seed.");
    assert(!/NaN|undefined/.test(answer));
  }
});
