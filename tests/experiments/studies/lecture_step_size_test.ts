/** The sizes η/√h against the lecture's formulas in plain numbers. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lectureStepSize, runStudy, type Study } from "../../../mod.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { noData } from "../support/studies.ts";
import {
  plainBowl,
  plainRosenbrock,
  type PlainRun,
  runSize,
} from "./lecture_rules.ts";
import { rounded, tablesIn } from "./markdown.ts";
import { rowsOf } from "./report_rows.ts";

const study = lectureStepSize;
const rules = ["gradient-descent", "adagrad", "rmsprop"];
const problems = {
  "quadratic-1-100": plainBowl([1, 100], [-2.4, 1.7]),
  rosenbrock: plainRosenbrock,
};
const ids = Object.keys(problems) as (keyof typeof problems)[];

const outcome = await runStudy(study, noData);
const report = study.report(outcome);

/** The trial of a rule with the least final loss. */
function bestOf(problem: string, rule: string, { trials } = outcome) {
  const own = trials.filter(({ cell, status }) =>
    cell.problem.id === problem && cell.optimizer.id === rule &&
    status === "finished"
  );
  const least = Math.min(...own.map(({ finalLoss }) => finalLoss));
  return own.find(({ finalLoss }) => finalLoss === least)!;
}

const rateOf = (problem: string, rule: string) =>
  bestOf(problem, rule).cell.hyperparameters.learningRate;

/** The best run of each rule on each problem, in plain numbers. */
const plain = new Map<string, PlainRun>();
for (const id of ids) {
  for (const rule of rules) {
    const rate = rateOf(id, rule);
    plain.set(`${id} ${rule}`, runSize(rule, problems[id], rate, study.steps));
  }
}
const plainOf = (problem: unknown, rule: unknown) =>
  plain.get(`${problem} ${rule}`)!;

/** Every problem with every rule, in the order of the tables. */
const pairs = ids.flatMap((id) => rules.map((rule) => [id, rule]));

Deno.test("lecture-step-size runs the lecture's three rules on two problems, for 300 steps", () => {
  assertEquals(study.optimizers.map(({ id }) => id), rules);
  assertEquals([study.seeds, study.steps], [1, 300]);
  assertEquals(
    [...new Set(outcome.trials.map(({ cell }) => cell.problem.id))],
    ids,
  );
  for (const { cell, firstLoss } of outcome.trials) {
    const { loss, start } = problems[cell.problem.id as typeof ids[number]];
    assert(Math.abs(firstLoss - loss(start)) <= 1e-14 * firstLoss);
  }
});

Deno.test("lecture-step-size's sizes are η, η/√Σg² and η/√h of the lecture", () => {
  const rows = rowsOf(report, "sizes");
  const steps = new Set(rows.map(({ step }) => Number(step)));
  assert(steps.has(1) && steps.has(300) && steps.size <= 30);
  assertEquals(rows.length, 2 * pairs.length * steps.size);
  for (const row of rows) {
    const run = plainOf(row.problem, row.optimizer);
    const [t, i] = [Number(row.step) - 1, Number(row.coordinate) - 1];
    // Both run the same formula, rounded in another order; what that makes is
    // far below 10⁻⁶ of a number that is not yet at the minimum.
    const isNear = (actual: unknown, expected: number, least: number) =>
      Math.abs(Number(actual) - expected) <=
        1e-6 * Math.abs(expected) + least;
    assert(isNear(row.size, run.sizes[t][i], 0), JSON.stringify(row));
    assert(isNear(row.weight, run.path[t][i], 1e-9), JSON.stringify(row));
    assert(isNear(row.gradient, run.gradients[t][i], 1e-6));
    assertEquals(
      row.learningRate,
      rateOf(String(row.problem), String(row.optimizer)),
    );
  }
});

/** How often a size was less or greater than a step earlier. */
function countsOf({ sizes, gradients, squares }: PlainRun, i: number) {
  const later = sizes.map((each, t) => ({
    size: each[i],
    before: t === 0 ? NaN : sizes[t - 1][i],
    square: gradients[t][i] ** 2,
    h: squares[t][i],
  })).slice(1);
  const grown = later.filter(({ size, before }) => size > before);
  const shrunk = later.filter(({ size, before }) => size < before);
  return {
    grew: grown.length,
    shrank: shrunk.length,
    grewAtSmall: grown.filter(({ square, h }) => square < h).length,
    shrankAtLarge: shrunk.filter(({ square, h }) => square > h).length,
  };
}

Deno.test("lecture-step-size counts how often each size grew and shrank", () => {
  const rows = rowsOf(report, "changes");
  assertEquals(
    rows.map((row) => [row.problem, row.optimizer, row.coordinate]),
    pairs.flatMap(([id, rule]) => [[id, rule, 1], [id, rule, 2]]),
  );
  for (const row of rows) {
    const run = plainOf(row.problem, row.optimizer);
    const i = Number(row.coordinate) - 1;
    const counts = countsOf(run, i);
    assertEquals(row.changesPossible, 299);
    assertEquals(row.grew, counts.grew);
    // Where g² is no longer felt in h, the last bit decides whether it shrank.
    assert(Math.abs(Number(row.shrank) - counts.shrank) <= 2);
    assertEquals(row.grewWhereSquareBelowH, counts.grewAtSmall);
    assertEquals(row.shrankWhereSquareAboveH, counts.shrankAtLarge);
    const own = run.sizes.map((size) => size[i]);
    const expected = [own[0], own[299], Math.min(...own), Math.max(...own)];
    [row.first, row.last, row.least, row.greatest].forEach((each, k) =>
      assert(Math.abs(Number(each) / expected[k] - 1) <= 1e-6)
    );
  }
});

Deno.test("lecture-step-size finds that Adagrad's sizes never grow, RMSProp's do both and gradient descent's neither", () => {
  for (const row of rowsOf(report, "changes")) {
    const { optimizer, grew, shrank } = row;
    if (optimizer === "gradient-descent") assertEquals([grew, shrank], [0, 0]);
    if (optimizer === "adagrad") {
      assertEquals(grew, 0);
      assert(Number(shrank) > 0);
    }
    if (optimizer !== "rmsprop") continue;
    assert(Number(grew) > 0 && Number(shrank) > 0);
    assertEquals(row.grewWhereSquareBelowH, grew);
    assertEquals(row.shrankWhereSquareAboveH, shrank);
  }
});

/** The size of the first coordinate over the second's, sorted. */
const ratiosOf = (problem: unknown, rule: unknown) =>
  plainOf(problem, rule).sizes.map(([a, b]) => a / b).sort((a, b) => a - b);

Deno.test("lecture-step-size's ratios are those of the two coordinates' sizes", () => {
  const rows = rowsOf(report, "ratios");
  assertEquals(
    rows.map(({ problem, optimizer }) => [problem, optimizer]),
    pairs,
  );
  for (const row of rows) {
    const ratios = ratiosOf(row.problem, row.optimizer);
    const median = (ratios[149] + ratios[150]) / 2;
    const expected = [ratios[0], median, ratios[299]];
    [row.least, row.median, row.greatest].forEach((each, k) =>
      assert(Math.abs(Number(each) / expected[k] - 1) <= 1e-6)
    );
  }
});

Deno.test("lecture-step-size's answer counts, compares and ranks as the data do", () => {
  const { answer } = report;
  const sum = (rule: string, name: string) =>
    rowsOf(report, "changes").filter(({ optimizer }) => optimizer === rule)
      .reduce((total, row) => total + Number(row[name]), 0);
  assertStringIncludes(
    answer,
    "The size of gradient-descent was the same at all steps. From one step " +
      "to the next, the size of adagrad grew 0 times and shrank " +
      `${sum("adagrad", "shrank")} times, of 1196 comparisons over all ` +
      "problems and coordinates: it never grew. From one step to the next, " +
      `the size of rmsprop grew ${sum("rmsprop", "grew")} times and shrank ` +
      `${sum("rmsprop", "shrank")} times, of 1196 comparisons over all ` +
      "problems and coordinates; where it grew, g² was less than the h " +
      `before in ${sum("rmsprop", "grew")} cases, where it shrank, greater ` +
      `in ${sum("rmsprop", "shrank")}.`,
  );
  for (const id of ids) {
    const medians = rules.map((rule) => {
      const ratios = ratiosOf(id, rule);
      return `${rule} ${rounded((ratios[149] + ratios[150]) / 2, 3)}`;
    });
    assertStringIncludes(
      answer,
      `On ${id} the size of the first coordinate, as a multiple of the ` +
        `second's, is in the median over the steps: ${medians.join(", ")}.`,
    );
    const losses = rules.map((rule) => {
      const { finalLoss } = bestOf(id, rule);
      return `${rule} ${rounded(finalLoss, 2)} (η = ${rateOf(id, rule)})`;
    });
    assertStringIncludes(
      answer,
      `The loss on ${id} after 300 steps, at the best of 8 learning rates: ` +
        `${losses.join(", ")}.`,
    );
  }
});

Deno.test("lecture-step-size's answer shows its tables", () => {
  const [changes, ratios, losses] = tablesIn(report.answer);
  const text = (x: unknown) => typeof x === "number" ? rounded(x) : String(x);
  assertEquals(
    changes.slice(1),
    rowsOf(report, "changes").map((row) => [
      ...[row.problem, row.optimizer, row.learningRate].map(text),
      `w${row.coordinate}`,
      ...[row.first, row.last, row.least, row.greatest].map(text),
      `${row.grew} of 299`,
      `${row.shrank} of 299`,
    ]),
  );
  assertEquals(
    ratios.slice(1),
    rowsOf(report, "ratios").map((row) => Object.values(row).map(text)),
  );
  assertEquals(
    losses.slice(1),
    pairs.map(([id, rule]) => {
      const { firstLoss, finalLoss, metrics } = bestOf(id, rule);
      return [
        id,
        rule,
        ...[rateOf(id, rule), firstLoss, finalLoss, metrics.distance].map(text),
      ];
    }),
  );
});

Deno.test("lecture-step-size's sizes take in a variant's ε", async () => {
  const keras = narrow(study, { optimizers: ["adagrad/keras"] });
  const few: Study = { ...keras, steps: 1, grid: { learningRate: [0.5] } };
  const result = study.report(await runStudy(few, noData));
  const [first] = rowsOf(result, "sizes");
  const g = -2.4;
  const right = 0.5 / Math.sqrt(0.1 + g * g + 1e-7);
  assert(Math.abs(Number(first.size) / right - 1) <= 1e-15);
});

Deno.test("lecture-step-size's answer says which rule diverged at every rate", async () => {
  const wild: Study = { ...study, grid: { learningRate: [1e200] } };
  const { answer } = study.report(await runStudy(wild, noData));
  assertStringIncludes(answer, "gradient-descent diverged at every η");
  assert(!/NaN|undefined|Infinity/.test(answer), answer);
});

Deno.test("lecture-step-size's answer says what one step cannot show", async () => {
  const short: Study = { ...study, steps: 1 };
  const { answer } = study.report(await runStudy(short, noData));
  for (const rule of rules) {
    assertStringIncludes(answer, `No two steps of ${rule} can be compared.`);
  }
  assert(!/NaN|undefined|Infinity/.test(answer));
});

Deno.test("lecture-step-size reports on a quick run and on one rule without gaps", async () => {
  for (const parts of [{ quick: true }, { optimizers: ["rmsprop"] }]) {
    const narrowed = narrow(study, parts);
    const few = { ...narrowed, steps: 20 };
    const { answer, plots } = study.report(await runStudy(few, noData));
    assert(!/NaN|undefined|Infinity/.test(answer));
    assertEquals(plots!.map(({ name }) => name), ["sizes", "paths", "losses"]);
  }
});
