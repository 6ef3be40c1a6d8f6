import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/csv";
import { iris, runStudy, studies, type Study } from "../../../mod.ts";
import { packagedData } from "../../../experiments/data/packages.ts";
import { resultFiles } from "../../../experiments/lab/results.ts";
import { toCSV } from "../../../experiments/lab/store/csv.ts";
import { rounded, tablesIn } from "./markdown.ts";

const rules = ["gradient-descent", "momentum", "adagrad", "rmsprop"];

Deno.test("iris compares the lecture's four rules over rates, 5 seeds and 200 steps", () => {
  assertEquals(iris.optimizers.map(({ id }) => id), rules);
  const { learningRate: rates, ...others } = iris.grid;
  assertEquals(others, {});
  assert(rates.length >= 10 && rates.every((rate) => rate > 0));
  assertEquals([...rates].sort((a, b) => a - b), rates);
  assertEquals([iris.seeds, iris.steps], [5, 200]);
  assertEquals(iris.metrics, ["trainAccuracy", "testAccuracy"]);
});

Deno.test("iris fits a softmax regression to 105 of the 150 flowers", async () => {
  const [problem, ...others] = await iris.problems(packagedData);
  assertEquals(others, []);
  assertEquals(problem.id, "softmax-regression");
  assertEquals(problem.description, "softmax regression on 105 of 150 samples");
});

Deno.test("studies has each study once, by the name of its file", () => {
  const ids = studies.map(({ id }) => id);
  assertEquals(ids, ["iris", "lecture-backpropagation"]);
});

/** The study with fewer seeds, rates and steps, one rate of them far too high. */
const reduced: Study = {
  ...iris,
  seeds: 3,
  steps: 25,
  grid: { learningRate: [0.01, 0.3, 3, 1e200] },
};
const outcome = await runStudy(reduced, packagedData);
const files = resultFiles(outcome, toCSV);
const [head, ...rows] = parse(files.get("trials.csv")!);
const answer = files.get("summary.md")!;
const rates = reduced.grid.learningRate;

/** A row of trials.csv. */
type Row = Record<string, string>;
const trials = rows.map((row): Row =>
  Object.fromEntries(head.map((name, i) => [name, row[i]]))
);

const numbersOf = (rows: readonly Row[], name: string) =>
  rows.map((row) => Number(row[name])).sort((a, b) => a - b);

/** The trials of a rule at a rate that did not diverge. */
const finished = (rule: string, rate: number) =>
  trials.filter((row) =>
    row.optimizer === rule && Number(row.learningRate) === rate &&
    row.status === "finished"
  );

/** The middle of the final losses over 3 seeds. */
function medianLoss(rule: string, rate: number): number {
  const losses = numbersOf(finished(rule, rate), "finalLoss");
  if (losses.length === 3) return losses[1];
  return losses.length === 2 ? (losses[0] + losses[1]) / 2 : losses[0] ?? NaN;
}

/** The rate with the least median, of those with the fewest diverged trials. */
function bestRate(rule: string): number {
  return [...rates].sort((a, b) =>
    finished(rule, b).length - finished(rule, a).length ||
    medianLoss(rule, a) - medianLoss(rule, b)
  )[0];
}

const diverged = trials.filter((row) => row.status === "diverged");
const least = Math.min(
  ...trials.map((row) => Number(row.bestLoss)).filter((x) => !Number.isNaN(x)),
);
const excess = (rule: string, rate: number) => medianLoss(rule, rate) - least;

Deno.test("iris has the same split for every trial and a start for each seed", () => {
  assertEquals(trials.length, 4 * 4 * 3);
  const starts = new Map<string, Set<string>>();
  for (const { seed, firstLoss } of trials) {
    starts.set(seed, (starts.get(seed) ?? new Set()).add(firstLoss));
  }
  assert([...starts.values()].every((losses) => losses.size === 1));
  assertEquals(new Set(trials.map((row) => row.firstLoss)).size, 3);
  for (const row of trials.filter((row) => row.status === "finished")) {
    // Multiples of 1/105 and of 1/45, the sizes of the parts: rounding apart.
    const [train, test] = [row.trainAccuracy, row.testAccuracy].map(Number);
    assertEquals(train, Math.round(train * 105) / 105);
    assertEquals(test, Math.round(test * 45) / 45);
  }
});

Deno.test("iris learns: its best trials classify most flowers right", () => {
  for (const rule of rules) {
    const best = finished(rule, bestRate(rule));
    assertEquals(best.length, 3);
    for (const row of best) {
      assert(Number(row.finalLoss) < Number(row.firstLoss));
      assert(Number(row.testAccuracy) > 0.75, `${rule}: ${row.testAccuracy}`);
    }
  }
});

Deno.test("iris counts diverged trials and keeps them out of the spread", () => {
  assert(diverged.length > 0 && diverged.length < trials.length);
  for (const row of diverged) {
    assertEquals(row.testAccuracy, "NaN");
    assertEquals(Number(row.learningRate), 1e200);
  }
  const sentence = `${diverged.length} of ${trials.length} trials diverged.`;
  assertStringIncludes(answer, sentence);
});

Deno.test("iris's answer ranks the rules by how far above the least loss they end", () => {
  assertStringIncludes(
    answer,
    `The least training loss that any trial met is ${rounded(least)}. ` +
      `After 25 steps at its best learning rate, each rule lies above it, ` +
      `in the median over 3 seeds, by: `,
  );
  const ranked = rules.map((rule) => ({ rule, rate: bestRate(rule) }))
    .sort((a, b) => excess(a.rule, a.rate) - excess(b.rule, b.rate))
    .map(({ rule, rate }) =>
      `${rule} ${rounded(excess(rule, rate), 2)} (η = ${rate})`
    );
  assertStringIncludes(
    answer,
    ` by: ${ranked.join(", ")}. Of 4 learning rates`,
  );
});

Deno.test("iris's answer counts the rates that come within 5 % of the least loss", () => {
  const near = rules.map((rule) => {
    const close = rates.filter((rate) => excess(rule, rate) <= 0.05 * least);
    return `${rule} ${close.length}`;
  });
  assertStringIncludes(
    answer,
    `Of 4 learning rates, so many come within 5 % of it: ${near.join(", ")}.`,
  );
});

Deno.test("iris's table of best rates has the spread of the test accuracy", () => {
  const [table] = tablesIn(answer);
  assertEquals(table[0], [
    "optimizer",
    "η",
    "median loss",
    "test accuracy, mean",
    "deviation",
    "least",
    "median",
    "greatest",
    "diverged",
  ]);
  assertEquals(table.slice(1).map(([rule]) => rule), rules);
  for (const [rule, rate, loss, mean, deviation, ...others] of table.slice(1)) {
    assertEquals(Number(rate), bestRate(rule));
    assertEquals(loss, rounded(medianLoss(rule, Number(rate))));
    const accuracies = numbersOf(finished(rule, Number(rate)), "testAccuracy");
    const average = accuracies.reduce((sum, x) => sum + x, 0) / 3;
    const squares = accuracies.map((x) => (x - average) ** 2);
    const spread = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / 2);
    // Four digits are shown; half a unit of the fourth, of numbers below 1.
    assert(Math.abs(Number(mean) - average) <= 0.5001e-4);
    assert(Math.abs(Number(deviation) - spread) <= 0.5001e-4);
    assertEquals(others, [...accuracies.map((x) => rounded(x)), "0 of 3"]);
  }
});

Deno.test("iris's table of medians has every rate and rule", () => {
  const [, table] = tablesIn(answer);
  assertEquals(table, [
    ["η", ...rules],
    ...rates.map((rate) => [
      String(rate),
      ...rules.map((rule) => rounded(medianLoss(rule, rate))),
    ]),
  ]);
});

Deno.test("iris's answer is the same where a trial met no finite loss", () => {
  const trials = outcome.trials.map((trial) =>
    trial.status === "finished" ? trial : { ...trial, bestLoss: NaN }
  );
  assert(trials.some(({ bestLoss }) => Number.isNaN(bestLoss)));
  assertEquals(iris.report({ ...outcome, trials }), iris.report(outcome));
});
