import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { rounded, tablesIn } from "./markdown.ts";

import {
  answer,
  bestRate,
  excess,
  finished,
  leastOf,
  medianLoss,
  middle,
  numbersOf,
  problems,
  rates,
  type Row,
  rules,
  trials,
} from "./iris_support.ts";

const families = ["plain", "direction", "step size", "step size"];

for (const problem of problems) {
  Deno.test(`iris's answer ranks the rules on ${problem} by how far above the least loss they end`, () => {
    const ranked = [...rules].sort((a, b) =>
      excess(problem, a) - excess(problem, b)
    );
    const text = ranked.map((rule) =>
      `${rule} ${rounded(excess(problem, rule), 2)} ` +
      `(η = ${bestRate(problem, rule)})`
    );
    assertStringIncludes(
      answer,
      `On ${problem} the least training loss measured in any trial is ` +
        `${rounded(leastOf(problem))}; at its best learning rate each ` +
        `optimizer ends above it, in the median, by: ${text.join(", ")}. `,
    );
  });

  Deno.test(`iris's answer gives the range of test accuracies on ${problem}`, () => {
    const means = rules.map((rule) => {
      const best = finished(problem, rule, bestRate(problem, rule));
      const [a, b, c] = numbersOf(best, "testAccuracy");
      return { rule, mean: (a + b + c) / 3 };
    }).sort((a, b) => a.mean - b.mean);
    const text = (end: { rule: string; mean: number }) =>
      `${rounded(end.mean)} (${end.rule})`;
    const from = answer.indexOf(`On ${problem} the least`);
    const part = answer.slice(from, answer.indexOf("Of 4 learning", from));
    const [low] = means.filter(({ mean }) => mean === means[0].mean);
    const [high] = means.filter(({ mean }) => mean === means[3].mean).slice(-1);
    const deviations = rules.map((rule) => {
      const best = finished(problem, rule, bestRate(problem, rule));
      const all = numbersOf(best, "testAccuracy");
      const mean = (all[0] + all[1] + all[2]) / 3;
      return Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2);
    });
    assertStringIncludes(
      part,
      `from ${text(low)} to ${text(high)}. Between seeds they have standard ` +
        `deviations of up to ${rounded(Math.max(...deviations), 2)}.`,
    );
  });

  Deno.test(`iris's answer counts the rates on ${problem} that come within 5 % of the lowest median`, () => {
    const lowest = Math.min(
      ...rules.map((rule) =>
        medianLoss(problem, rule, bestRate(problem, rule))
      ),
    );
    const near = rules.map((rule) =>
      rates.filter((rate) => medianLoss(problem, rule, rate) <= 1.05 * lowest)
        .length
    );
    const best = rules.filter((rule) =>
      medianLoss(problem, rule, bestRate(problem, rule)) <= 1.05 * lowest
    );
    assertStringIncludes(
      answer,
      `${best.length} of 4 come within 5 % of the lowest of these medians, ` +
        `${rounded(lowest)}. Mean test accuracies there are `,
    );
    const counts = [4, 3, 2, 1, 0].filter((count) => near.includes(count));
    const text = counts.map((count) =>
      `${count} ${rules.filter((_, i) => near[i] === count).join(", ")}`
    );
    assertStringIncludes(
      answer,
      "Of 4 learning rates, so many come within 5 % of that median: " +
        `${text.join("; ")}.`,
    );
  });

  Deno.test(`iris's table of best rates on ${problem} has the spread of the test accuracy`, () => {
    const table = tablesIn(answer)[3 * problems.indexOf(problem)];
    assertEquals(table[0], [
      "optimizer",
      "family",
      "η",
      "median loss",
      "test accuracy, mean",
      "deviation",
      "least",
      "median",
      "greatest",
      "diverged",
      "diverged, all η",
      "above start, all η",
    ]);
    assertEquals(table.slice(1).map(([rule]) => rule), rules);
    for (
      const [rule, family, rate, loss, mean, deviation, ...others] of table
        .slice(1)
    ) {
      assertEquals(family, families[rules.indexOf(rule)]);
      assertEquals(Number(rate), bestRate(problem, rule));
      assertEquals(loss, rounded(medianLoss(problem, rule, Number(rate))));
      const best = finished(problem, rule, Number(rate));
      const accuracies = numbersOf(best, "testAccuracy");
      const average = accuracies.reduce((sum, x) => sum + x, 0) / 3;
      const squares = accuracies.map((x) => (x - average) ** 2);
      const spread = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / 2);
      // Four digits are shown; half a unit of the fourth, of numbers below 1.
      assert(Math.abs(Number(mean) - average) <= 0.5001e-4);
      assert(Math.abs(Number(deviation) - spread) <= 0.5001e-4);
      const own = trials.filter((row) =>
        row.problem === problem && row.optimizer === rule
      );
      const count = (is: (row: Row) => boolean) =>
        `${own.filter(is).length} of 12`;
      assertEquals(others, [
        ...accuracies.map((x) => rounded(x)),
        "0 of 3",
        count(({ status }) => status === "diverged"),
        count((row) => Number(row.finalLoss) > Number(row.firstLoss)),
      ]);
    }
  });

  Deno.test(`iris's tables of medians on ${problem} have every rate and rule`, () => {
    const place = 3 * problems.indexOf(problem);
    const [losses, accuracies] = tablesIn(answer).slice(place + 1);
    const matrix = (value: (rule: string, rate: number) => number) => [
      ["optimizer", ...rates.map((rate) => `η = ${rate}`)],
      ...rules.map((rule) => [
        rule,
        ...rates.map((rate) => rounded(value(rule, rate))),
      ]),
    ];
    assertEquals(
      losses,
      matrix((rule, rate) => medianLoss(problem, rule, rate)),
    );
    assertEquals(
      accuracies,
      matrix((rule, rate) =>
        middle(numbersOf(finished(problem, rule, rate), "testAccuracy"))
      ),
    );
  });
}
