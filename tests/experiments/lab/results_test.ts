import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { parse } from "@std/csv";
import { createHash } from "node:crypto";
import {
  contestant,
  momentum,
  numericsVersion,
  type Outcome,
  type Report,
  type Study,
} from "../../../mod.ts";
import { numberText } from "../../../experiments/lab/canonical.ts";
import { resultFiles } from "../../../experiments/lab/results.ts";
import { runStudy } from "../../../experiments/lab/run_study.ts";
import { toCSV } from "../../../experiments/lab/store/csv.ts";
import type { Plot } from "../../../experiments/lab/plot.ts";
import { bestGroups, groupTrials } from "../../../experiments/lab/summary.ts";
import { bowl, noData, study } from "../support/studies.ts";

/** A picture that stands for that of a plot. */
const toSVG = ({ name, caption }: Plot) =>
  Promise.resolve(`<svg>${name}: ${caption}</svg>\n`);

const plots: Plot[] = [
  { name: "main", caption: "The main one.", spec: {} },
  { name: "other", caption: "The other one.", spec: {} },
];

const whole: Study = study({
  problems: [bowl("z", 2), bowl("a")],
  optimizers: [contestant(momentum), { ...contestant(momentum), id: "b" }],
  grid: { momentum: [0, 0.5], learningRate: [0.25, 1e200] },
  seeds: 2,
  steps: 60,
  report: ({ trials }) => ({
    tables: [{ name: "extra", columns: ["n"], rows: [[trials.length]] }],
    plots,
    answer: "**Answer.** This.\n\nAnd that.",
  }),
});

const outcome: Outcome = await runStudy(whole, noData);
const files = await resultFiles(outcome, toCSV, toSVG);
const rowsOf = (name: string) => parse(files.get(name)!);
const manifest = JSON.parse(files.get("manifest.json")!);

Deno.test("resultFiles() has the files of every study and those of the report", () => {
  assertEquals([...files.keys()], [
    "trials.csv",
    "curves.csv",
    "summary.csv",
    "extra.csv",
    "summary.md",
    "main.svg",
    "other.svg",
    "manifest.json",
  ]);
  assertEquals(files.get("extra.csv"), "n\r\n32\r\n");
  assertEquals(files.get("other.svg"), "<svg>other: The other one.</svg>\n");
});

Deno.test("resultFiles() has a row a trial", () => {
  const [head, ...rows] = rowsOf("trials.csv");
  assertEquals(
    head.join(),
    "trial,problem,optimizer,momentum,learningRate,seed,status,steps," +
      "firstLoss,finalLoss,bestLoss,distance",
  );
  assertEquals(
    rows,
    outcome.trials.map(({ cell, ...trial }) => [
      cell.id,
      cell.problem.id,
      cell.optimizer.id,
      numberText(cell.hyperparameters.momentum),
      numberText(cell.hyperparameters.learningRate),
      String(cell.seed),
      trial.status,
      String(trial.steps),
      numberText(trial.firstLoss),
      numberText(trial.finalLoss),
      numberText(trial.bestLoss),
      numberText(trial.metrics.distance),
    ]),
  );
  assertEquals(new Set(rows.map((row) => row[6])).size, 2);
});

Deno.test("resultFiles() has every point of every curve", () => {
  const [head, ...rows] = rowsOf("curves.csv");
  assertEquals(head, ["trial", "step", "loss"]);
  assertEquals(
    rows,
    outcome.trials.flatMap(({ cell, curve }) =>
      curve.map(({ step, loss }) => [cell.id, String(step), numberText(loss)])
    ),
  );
});

Deno.test("resultFiles() summarises each problem, optimizer and point of the grid", () => {
  const [head, ...rows] = rowsOf("summary.csv");
  const parts = ["Mean", "Deviation", "Least", "Median", "Greatest"];
  assertEquals(head, [
    ..."problem,optimizer,momentum,learningRate,trials,diverged".split(","),
    ...parts.map((part) => `finalLoss${part}`),
    ...parts.map((part) => `distance${part}`),
  ]);
  const groups = groupTrials(outcome);
  assertEquals(rows.length, 2 * 2 * 2 * 2);
  assertEquals(
    rows,
    groups.map((group) => [
      group.problem,
      group.optimizer,
      numberText(group.hyperparameters.momentum),
      numberText(group.hyperparameters.learningRate),
      "2",
      String(group.diverged),
      ...[group.finalLoss, group.metrics.distance].flatMap((spread) =>
        [
          spread.mean,
          spread.deviation,
          spread.least,
          spread.median,
          spread.greatest,
        ].map(numberText)
      ),
    ]),
  );
  assertEquals(new Set(rows.map((row) => row[5])), new Set(["0", "2"]));
});

Deno.test("resultFiles() has question, answer and plots as Markdown", () => {
  assertEquals(
    files.get("summary.md"),
    "# some-study\n\n**Question.** What happens?\n\n**Answer.** This.\n\n" +
      "![The main one.](main.svg)\n\nThe main one.\n\nAnd that.\n\n" +
      "![The other one.](other.svg)\n\nThe other one.\n",
  );
});

Deno.test("resultFiles() writes into the manifest the SHA-256 of each other file, pictures apart", () => {
  const hashes = (kind: RegExp) =>
    Object.fromEntries(
      [...files].filter(([name]) => kind.test(name)).map(([name, text]) => [
        name,
        createHash("sha256").update(text).digest("hex"),
      ]),
    );
  assertEquals(manifest.files, hashes(/\.(?:csv|md)$/));
  assertEquals(manifest.plots, hashes(/\.svg$/));
  assertEquals(Object.keys(manifest.plots).length, 2);
});

Deno.test("resultFiles() writes into the manifest all that was configured", () => {
  const { files: _, plots: _plots, ...rest } = manifest;
  assertEquals(rest, {
    schema: 1,
    numerics: numericsVersion,
    study: {
      id: "some-study",
      revision: 1,
      question: "What happens?",
      problems: { a: 1, z: 2 },
      optimizers: {
        b: {
          revision: 1,
          hyperparameters: { dampening: 0 },
          choices: { learningRatePlacement: "inside" },
        },
        momentum: {
          revision: 1,
          hyperparameters: { dampening: 0 },
          choices: { learningRatePlacement: "inside" },
        },
      },
      grid: { momentum: [0, 0.5], learningRate: [0.25, 1e200] },
      seeds: 2,
      steps: 60,
      metrics: ["distance"],
      trials: 32,
    },
  });
});

Deno.test("resultFiles() writes into the manifest the hyperparameters that are fixed", async () => {
  const own = study({ optimizers: [contestant(momentum, { momentum: 0.75 })] });
  const ofOwn = await resultFiles(await runStudy(own, noData), toCSV, toSVG);
  assertEquals(JSON.parse(ofOwn.get("manifest.json")!).study.optimizers, {
    momentum: {
      revision: 1,
      hyperparameters: { dampening: 0, momentum: 0.75 },
      choices: { learningRatePlacement: "inside" },
    },
  });
});

Deno.test("resultFiles() writes the manifest's keys in code-unit order", () => {
  const check = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const keys = Object.keys(value);
    if (!Array.isArray(value)) {
      assertEquals(keys, keys.toSorted((a, b) => a < b ? -1 : 1));
    }
    Object.values(value).forEach(check);
  };
  check(manifest);
  assertMatch(files.get("manifest.json")!, /^\{\n {2}"files": \{\n.*\n\}\n$/s);
});

Deno.test("resultFiles() gives the same texts for the same outcome", async () => {
  const again = await resultFiles(
    await runStudy(whole, noData),
    toCSV,
    toSVG,
  );
  assertEquals(again, files);
});

Deno.test("resultFiles() refuses two tables or two plots of one name", async () => {
  const refused = (what: string, report: () => Report) =>
    assertRejects(
      () =>
        resultFiles({ ...outcome, study: { ...whole, report } }, toCSV, toSVG),
      RangeError,
      `Cannot report study some-study: ${what} is there twice`,
    );
  for (const name of ["trials", "curves", "summary"]) {
    const table = { name, columns: ["a"], rows: [] };
    await refused(
      `table ${name}`,
      () => ({ tables: [table], answer: "" }),
    );
  }
  const twice = [...plots, plots[0]];
  await refused(
    "plot main",
    () => ({ tables: [], plots: twice, answer: "" }),
  );
});

Deno.test("resultFiles() says that no plot was drawn where there is none", async () => {
  const report = () => ({ tables: [], answer: "This." });
  const none = await resultFiles(
    { ...outcome, study: { ...whole, report } },
    toCSV,
    () => Promise.reject(new Error("drawn")),
  );
  assertEquals(JSON.parse(none.get("manifest.json")!).plots, {});
});

Deno.test("resultFiles() has the curves of the best points of the grid where the study keeps no others", async () => {
  const best = { ...whole, curvesOf: "best", tolerance: 0.5 } as const;
  const ran = await runStudy(best, noData);
  const bestFiles = await resultFiles(ran, toCSV, toSVG);
  const trials = bestGroups(groupTrials(ran)).flatMap((group) => group.trials);
  assert(trials.length < ran.trials.length);
  const [, ...rows] = bestFiles.get("curves.csv")!.trimEnd().split("\r\n");
  assertEquals(
    [...new Set(rows.map((row) => row.split(",")[0]))],
    trials.map(({ cell }) => cell.id),
  );
  const { study } = JSON.parse(bestFiles.get("manifest.json")!);
  assertEquals([study.curvesOf, study.tolerance], ["best", 0.5]);
  assertEquals("curvesOf" in manifest.study, false);
});

Deno.test("resultFiles() has the curves of the first seeds where the study keeps these alone", async () => {
  const first = { ...whole, curvesOf: "first", seeds: 3 } as const;
  const ran = await runStudy(first, noData);
  const { trials } = ran;
  const chosen = bestGroups(groupTrials(ran)).map(({ trials }) => trials[0]);
  assert(chosen.every(({ cell }) => cell.seed === 0));
  assert(chosen.length * 3 < trials.length);
  const text = (await resultFiles(ran, toCSV, toSVG)).get("curves.csv")!;
  const [, ...rows] = text.trimEnd().split("\r\n");
  assertEquals(
    [...new Set(rows.map((row) => row.split(",")[0]))],
    chosen.map(({ cell }) => cell.id),
  );
});
