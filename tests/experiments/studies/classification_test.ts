/** The report of studies of classification with many optimizers. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  contestant,
  momentum,
  type Outcome,
  type TrialRecord,
} from "../../../mod.ts";
import { classificationReport } from "../../../experiments/studies/classification/report.ts";
import {
  leaders,
  problemResults,
  ranked,
} from "../../../experiments/studies/classification/results.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { bowl, study } from "../support/studies.ts";
import { tablesIn } from "./markdown.ts";

const rates = [0.1, 1];
const [many, few] = [13, 3].map((count) =>
  Array.from({ length: count }, (_, i) => `rule-${i}`)
);

/**
 * An outcome without a run: the final loss and the accuracy of each trial are
 * what is given; a loss of NaN is that of a diverged one.
 */
function outcomeOf(
  ids: readonly string[],
  lossOf: (problem: string, id: number, rate: number, seed: number) => number,
): Outcome {
  const problems = [bowl("first"), bowl("second")];
  const own = study({
    problems,
    optimizers: ids.map((id) => ({ ...contestant(momentum), id })),
    grid: { learningRate: rates },
    seeds: 2,
    metrics: ["trainAccuracy", "testAccuracy"],
  });
  const trials = enumerateCells(own, problems).map((cell): TrialRecord => {
    const id = ids.indexOf(cell.optimizer.id);
    const rate = cell.hyperparameters.learningRate;
    const loss = lossOf(cell.problem.id, id, rate, cell.seed);
    const isLost = Number.isNaN(loss);
    const accuracy = isLost ? NaN : 1 - loss / 100;
    return {
      cell,
      status: isLost ? "diverged" : "finished",
      steps: 4,
      firstLoss: 3,
      finalLoss: isLost ? Infinity : loss,
      bestLoss: isLost ? 3 : loss,
      metrics: { trainAccuracy: accuracy, testAccuracy: accuracy },
      curve: [{ step: 0, loss: 3 }, { step: 4, loss }],
    };
  });
  return { study: own, trials };
}

/** Rule i ends at i + 1 on the first problem, in the other order on the second. */
const rising = outcomeOf(
  many,
  (problem, id, rate) =>
    (problem === "first" ? id + 1 : many.length - id) + (rate === 1 ? 0.5 : 0),
);

Deno.test("classificationReport() names the first and the last of many optimizers", () => {
  const { answer, plots = [] } = classificationReport(rising, "A note.");
  const [paragraph] = answer.split("\n\n");
  assertStringIncludes(
    paragraph,
    "On first the least training loss measured in any trial is 1; at its " +
      "best learning rate each optimizer ends above it, in the median, by: " +
      `${
        [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `rule-${i} ${i} (η = 0.1)`)
          .join(", ")
      }, … (3 between), rule-12 12 (η = 0.1). 1 of 13 come within 5 % of the ` +
      "lowest of these medians, 1.",
  );
  assertStringIncludes(
    paragraph,
    "Of 2 learning rates, so many come within 5 % of that median: 1 rule-0; " +
      "0 the other 12.",
  );
  assertStringIncludes(answer, "A note. A trial diverged if");
  // A row for each optimizer, whatever is left out above.
  for (const table of tablesIn(answer)) {
    assertEquals(table.slice(1).map(([id]) => id), many);
  }
  const [curves] = plots;
  const shown = JSON.stringify(curves.spec);
  assertStringIncludes(shown, '"others"');
});

Deno.test("leaders() are best by the sum of their places on all problems", () => {
  const results = problemResults(outcomeOf(many, (problem, id) => {
    // Rule 7 is first and second; rule 0 is first on one and last on the other.
    const first = id === 7 ? 2 : id === 0 ? 1 : id + 10;
    const second = id === 7 ? 1 : id === 0 ? 50 : id + 5;
    return problem === "first" ? first : second;
  }));
  assertEquals(leaders(results, many, 1), ["rule-7"]);
  assertEquals(leaders(results, many, 3), ["rule-1", "rule-2", "rule-7"]);
  assertEquals(leaders(results, ["rule-9", "rule-4"], 5), ["rule-9", "rule-4"]);
});

Deno.test("problemResults() have the least loss on the way, not that of an end", () => {
  const outcome = outcomeOf(few, (_, id) => 5 + id);
  const trials = outcome.trials.map((trial, i) => ({
    ...trial,
    bestLoss: i === 1 ? 2 : i === 2 ? Infinity : i === 3 ? NaN : 4,
  }));
  const [first, second] = problemResults({ ...outcome, trials });
  assertEquals([first.least, second.least], [2, 4]);
});

Deno.test("ranked() has what diverged last", () => {
  const [{ best }] = problemResults(
    outcomeOf(few, (_, id, __, seed) => id === 0 ? NaN : 9 - id + seed),
  );
  assertEquals(ranked(best).map(({ optimizer }) => optimizer), [
    ...["rule-2", "rule-1", "rule-0"],
  ]);
});

Deno.test("classificationReport() shows a dash where every seed diverged", () => {
  const outcome = outcomeOf(
    few,
    (_, id, rate) => rate === 1 && id === 1 ? NaN : 2 + id,
  );
  const { answer, plots = [] } = classificationReport(outcome);
  const [, losses] = tablesIn(answer);
  assertEquals(losses, [
    ["optimizer", "η = 0.1", "η = 1"],
    ["rule-0", "2", "2"],
    ["rule-1", "3", "–"],
    ["rule-2", "4", "4"],
  ]);
  const heat = plots.find(({ name }) => name.startsWith("loss-by"))!;
  assertStringIncludes(JSON.stringify(heat.spec), '"–"');
  assertStringIncludes(answer, "4 of 24 trials diverged");
});

Deno.test("classificationReport() shades losses up to ten times the lowest", () => {
  const { plots = [] } = classificationReport(
    outcomeOf(few, (_, id) => [0.1, 1, 1000][id]),
  );
  const heat = plots.find(({ name }) => name.startsWith("loss-by"))!;
  const { marks } = heat.spec as {
    marks: { type: string; encode: { enter: { fill: { value: string } } } }[];
  };
  const fills = marks.filter(({ type }) => type === "rect").slice(0, 6)
    .map(({ encode }) => encode.enter.fill.value);
  const [dark, light] = ["rgb(8,69,148)", "rgb(239,246,253)"];
  assertEquals(fills, [dark, dark, light, light, light, light]);
  assert(dark !== light);
});

Deno.test("classificationReport() leaves rates empty that an optimizer is not run with", () => {
  const outcome = outcomeOf(few, (_, id) => id + 1);
  const { study, trials } = outcome;
  const [first, ...others] = study.optimizers;
  const optimizers = [{ ...first, grid: { learningRate: [1] } }, ...others];
  const { answer, plots = [] } = classificationReport({
    study: { ...study, optimizers },
    trials: trials.filter(({ cell }) =>
      cell.optimizer.id !== "rule-0" || cell.hyperparameters.learningRate === 1
    ),
  });
  const [best, losses] = tablesIn(answer);
  assertEquals(best[1].slice(0, 4), ["rule-0", "both", "1", "1"]);
  assertEquals(losses[1], ["rule-0", "–", "1"]);
  assertStringIncludes(answer, "rule-0 is run with η = 1 alone.");
  assertEquals(plots.length, 6);
});
