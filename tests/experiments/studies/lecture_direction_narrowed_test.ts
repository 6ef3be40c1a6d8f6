/** Momentum's paths: other rates and steps, and what is missing in them. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lectureDirection, runStudy, type Study } from "../../../mod.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { noData } from "../support/studies.ts";
import { rowsOf } from "./report_rows.ts";

const study = lectureDirection;

Deno.test("lecture-direction's bound holds on every direction for any η, γ and number of steps", async () => {
  for (const steps of [2, 3, 20, 61]) {
    const other: Study = {
      ...study,
      steps,
      grid: {
        learningRate: [0.0005, 0.003, 0.01, 0.03, 0.045],
        momentum: [0, 0.1, 0.3, 0.64, 0.8, 0.95],
      },
      problems: async (data) => (await study.problems(data)).slice(0, 1),
    };
    const rows = rowsOf(
      study.report(await runStudy(other, noData)),
      "contractions",
    );
    assertEquals(rows.length, 60);
    for (const row of rows) {
      assert(
        Number(row.difference) <= Number(row.bound),
        `${steps}: ${JSON.stringify(row)}`,
      );
    }
  }
});

Deno.test("lecture-direction says that no contraction could be measured in one step", async () => {
  const { answer } = study.report(
    await runStudy({ ...study, steps: 1 }, noData),
  );
  assertStringIncludes(answer, "No contraction could be measured.");
  assert(!/NaN|undefined|Infinity| {2}/.test(answer));
});

Deno.test("lecture-direction names the rules where several are asked for", async () => {
  const both = narrow(study, { optimizers: ["momentum", "momentum/torch"] });
  const few: Study = {
    ...both,
    steps: 10,
    grid: { learningRate: [0.001], momentum: [0.5] },
  };
  const { answer, plots } = few.report(await runStudy(few, noData));
  assertStringIncludes(answer, "momentum/torch, γ = 0.5 not in 10");
  assertEquals(plots!.length, 4);
});

Deno.test("lecture-direction reports on a quick run, more seeds and diverged trials without gaps", async () => {
  for (
    const parts of [
      narrow(study, { quick: true }),
      { ...narrow(study, { seeds: 2 }), steps: 7 },
      { ...study, grid: { learningRate: [1, 1e300], momentum: [0.5] } },
    ]
  ) {
    const { answer, plots } = study.report(await runStudy(parts, noData));
    assert(!/NaN|undefined|Infinity/.test(answer), answer);
    assertEquals(plots!.map(({ name }) => name), [
      "paths-quadratic-1-81",
      "paths-rosenbrock",
      "contraction",
      "losses",
    ]);
  }
});

Deno.test("lecture-direction shows each problem at the greatest η at which every γ lowered the loss", async () => {
  const { trials } = await runStudy(study, noData);
  const { answer } = study.report({ study, trials });
  const rates = study.grid.learningRate;
  for (const id of ["quadratic-1-81", "rosenbrock"]) {
    const lowers = (rate: number) =>
      trials.filter(({ cell }) =>
        cell.problem.id === id && cell.hyperparameters.learningRate === rate
      ).every(({ status, firstLoss, finalLoss }) =>
        status === "finished" && finalLoss < firstLoss
      );
    const shown = Math.max(...rates.filter(lowers));
    assertStringIncludes(answer, `On ${id} at η = ${shown}, w came within`);
  }
});
