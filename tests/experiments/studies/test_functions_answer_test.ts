import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Outcome,
  runStudy,
  type Study,
  testFunctionsStudy,
  type TrialRecord,
} from "../../../mod.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { noData } from "../support/studies.ts";
import { rounded, tablesIn } from "./markdown.ts";

import {
  answer,
  best,
  bests,
  drawn,
  fraction,
  functions,
  names,
  outcome,
  reduced,
  rowsOf,
  solvedBy,
  trials,
} from "./test_functions_support.ts";

Deno.test("test-functions's answer ranks the optimizers by what they solved", () => {
  const ranked = [...names].sort((a, b) => solvedBy(b) - solvedBy(a));
  const overall = rowsOf("overall.csv");
  const row = (name: string) =>
    overall.find(({ optimizer }) => optimizer === name)!;
  const text = ranked.map((name) =>
    `${name} ${solvedBy(name)} (median ` +
    `${rounded(Number(row(name).stepsMedian))} steps)`
  );
  assertStringIncludes(
    answer,
    "each optimizer came within 0.001 of the least value, and stayed there, " +
      `in so many of 12 trials (3 functions, 4 starts): ${text.join(", ")}.`,
  );
  const shared = (name: string) => Number(row(name).sharedSolved);
  const sharing = [...names].sort((a, b) => shared(b) - shared(a));
  assertStringIncludes(
    answer,
    `With one learning rate for all functions: ${
      sharing.map((name) =>
        `${name} ${row(name).sharedSolved} ` +
        `(η = ${row(name).sharedLearningRate})`
      ).join(", ")
    }.`,
  );
  const unsolved = functions.filter((problem) =>
    names.every((name) => best(name, problem).solved === 0)
  );
  assertEquals(unsolved, ["rastrigin"]);
  assertStringIncludes(answer, `None solved ${unsolved.join(", ")}.`);
  const diverged = trials.filter(({ status }) => status === "diverged").length;
  assertStringIncludes(
    answer,
    `${diverged} of ${trials.length} trials diverged.`,
  );
  const solving = bests.filter(({ solved }) => solved > 0);
  const ends = solving.filter(({ rate }) => rate === 0.01 || rate === 3);
  assertStringIncludes(
    answer,
    `Of ${solving.length} best rates that solve something, ${ends.length} ` +
      "lie at an end of the grid.",
  );
});

const families = ["plain", "direction", "step size", "both"];

/** The outcome with other steps to the minimum. */
function withReached(
  reached: (trial: TrialRecord, i: number) => number,
): Outcome {
  const trials = outcome.trials.map((trial, i) => ({
    ...trial,
    metrics: { ...trial.metrics, reached: reached(trial, i) },
  }));
  return { ...outcome, trials };
}

Deno.test("test-functions's answer calls unsolved what no trial solved", () => {
  const first = outcome.trials.findIndex(({ cell }) =>
    cell.problem.id === "himmelblau"
  );
  const once = withReached((_, i) => i === first ? 7 : NaN);
  assertStringIncludes(
    reduced.report(once).answer,
    "None solved booth, rastrigin.",
  );
  const all = withReached(() => 7);
  assertStringIncludes(
    reduced.report(all).answer,
    "Each function was solved by some optimizer.",
  );
});

Deno.test("test-functions's one learning rate counts trials on all functions, its best or not", () => {
  // Booth is solved faster at 0.01, the other functions at 3 alone.
  const outcome = withReached(({ cell: { problem, hyperparameters } }) => {
    const { learningRate } = hyperparameters;
    if (problem.id !== "booth") return learningRate === 3 ? 50 : NaN;
    return learningRate === 0.01 ? 5 : learningRate === 3 ? 50 : NaN;
  });
  assertStringIncludes(
    reduced.report(outcome).answer,
    "for all functions: gradient-descent 12 (η = 3)",
  );
});

Deno.test("test-functions's tables have every function and optimizer", () => {
  const [overall, solved, gaps, rateTable, list] = tablesIn(answer);
  assertEquals(overall.slice(1).map(([name]) => name), names);
  for (const [name, family, count, , fastest, near] of overall.slice(1)) {
    assertEquals(family, families[names.indexOf(name)]);
    assertEquals(count, `${solvedBy(name)} of 12`);
    assertEquals(fastest, rounded(fraction(name, 1)));
    assertEquals(near, rounded(fraction(name, 2)));
  }
  const matrix = (text: (score: ReturnType<typeof best>) => string) => [
    ["optimizer", ...functions],
    ...names.map((name) => [
      name,
      ...functions.map((problem) => text(best(name, problem))),
    ]),
  ];
  assertEquals(
    solved,
    matrix(({ solved, steps }) =>
      `${solved} of 4` + (solved > 0 ? ` · ${rounded(steps)}` : "")
    ),
  );
  assertEquals(gaps, matrix(({ gap }) => rounded(gap)));
  assertEquals(rateTable, matrix(({ rate }) => String(rate)));
  assertEquals(list.slice(1).map(([name]) => name), functions);
});

Deno.test("test-functions draws what is solved, the profile, the rates and paths", () => {
  assertEquals(drawn.map(({ name }) => name), [
    "solved",
    "profile",
    "learning-rates",
    "paths",
  ]);
  const text = JSON.stringify(drawn[0].spec);
  for (const { solved } of bests) assertStringIncludes(text, `${solved} of 4`);
  const paths = JSON.stringify(drawn[3].spec);
  assertStringIncludes(paths, '"himmelblau"');
  assert(!paths.includes('"rosenbrock"'));
  assertStringIncludes(drawn[3].caption, `loss: ${names.join(", ")}. Each has`);
});

Deno.test("test-functions's profiles are drawn up to all that is solved", () => {
  const { marks } = drawn[1].spec as {
    marks: { data: { values: { x: number; y: number }[] }[] }[];
  };
  // Panels of the direction, the step size, both.
  const panels = [names.slice(0, 2), names.slice(2, 3), names.slice(3)];
  for (const [panel, own] of panels.entries()) {
    for (const [i, name] of own.entries()) {
      const points = marks[panel].data[2 * i].values;
      for (const { x, y } of points) assertEquals(y, fraction(name, x));
      assertEquals(points[0], { ...points[0], x: 1, y: fraction(name, 1) });
      assertEquals(points.at(-1)!.y, solvedBy(name) / 12, name);
    }
  }
});

/** The report of the study with less in it. */
async function reportOf(study: Study): Promise<[Outcome, string, number]> {
  const outcome = await runStudy(study, noData);
  const { answer, plots = [] } = study.report(outcome);
  return [outcome, answer, plots.length];
}

Deno.test("test-functions reports however little was run", async () => {
  const one = { ...reduced, grid: { learningRate: [0.3] } };
  const few: Study[] = [
    narrow(one, { seeds: 1, optimizers: ["adagrad"] }),
    narrow(reduced, { quick: true }),
    { ...narrow(one, { seeds: 1 }), steps: 1 },
    // Every trial diverges, and nothing is solved.
    {
      ...narrow(one, { seeds: 2, optimizers: ["momentum"] }),
      grid: { learningRate: [1e200] },
    },
  ];
  for (const study of few) {
    const [outcome, answer, plots] = await reportOf(study);
    assertStringIncludes(answer, `of ${outcome.trials.length} trials diverged`);
    assert(!/NaN|undefined/.test(answer), answer);
    assert(plots >= 3);
  }
  const [, text] = await reportOf(few[0]);
  assertStringIncludes(text, "(3 functions, 1 start)");
});

Deno.test("test-functions says what favours some optimizers on some functions", async () => {
  const problems = await testFunctionsStudy.problems(noData);
  const shown = problems.filter(({ id }) =>
    ["ackley", "booth", "styblinski-tang"].includes(id)
  );
  const favours = async (optimizers: string[], own = shown) => {
    const few: Study = {
      ...narrow(testFunctionsStudy, { seeds: 1, optimizers }),
      problems: () => Promise.resolve(own),
      grid: { learningRate: [0.01] },
      steps: 3,
    };
    const { answer } = few.report(await runStudy(few, noData));
    return answer.split("\n\n")[1];
  };
  const both = await favours(["lamb", "lars", "polyak", "adam"]);
  assertStringIncludes(
    both,
    "The steps of lamb, lars are in proportion to the weights, which favours " +
      "them where a minimum is at weights of 0: on ackley.",
  );
  assertStringIncludes(
    both,
    "polyak is told that the least loss is 0, which is so on 2 of 3 functions.",
  );
  const none = await favours(["adam"]);
  assert(!/in proportion|is told/.test(none));
  const away = await favours(["lamb"], shown.slice(1));
  assert(!away.includes("in proportion"), away);
  const beside = { ...shown[1], optimum: { value: 0, points: [[0, 3]] } };
  const axis = await favours(["lamb"], [beside]);
  assert(!axis.includes("in proportion"), axis);
});
