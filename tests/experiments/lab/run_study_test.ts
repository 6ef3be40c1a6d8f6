import { assertEquals, assertRejects } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  contestant,
  momentum,
  type Problem,
  rmsprop,
  type Tensor,
} from "../../../mod.ts";
import type { Datasets } from "../../../experiments/data/datasets.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { runStudy } from "../../../experiments/lab/run_study.ts";
import { runTrial } from "../../../experiments/lab/run_trial.ts";
import { check } from "../../support/property.ts";
import { bowl, noData, study } from "../support/studies.ts";

const problems = [bowl("b"), bowl("a")];
const whole = study({
  problems,
  optimizers: [contestant(momentum), contestant(adagrad), contestant(rmsprop)],
  grid: { learningRate: [0.5, 1e200] },
  seeds: 2,
  steps: 7,
});

Deno.test("runStudy() gives the trials in the order of the cells", async () => {
  const outcome = await runStudy(whole, noData);
  assertEquals(outcome.study, whole);
  assertEquals(
    outcome.trials.map(({ cell }) => cell.id),
    enumerateCells(whole, problems).map(({ id }) => id),
  );
});

Deno.test("runStudy() says after each trial how many are done", async () => {
  const calls: [number, number][] = [];
  await runStudy(whole, noData, (done, all) => calls.push([done, all]));
  const all = 2 * 3 * 2 * 2;
  assertEquals(calls, Array.from({ length: all }, (_, i) => [i + 1, all]));
});

Deno.test("runStudy() gives a trial the record that it has alone, in any order", async () => {
  const { trials } = await runStudy(whole, noData);
  const cells = enumerateCells(whole, problems);
  const places = cells.map((_, i) => i);
  check(
    fc.property(
      fc.shuffledSubarray(places, { minLength: 1, maxLength: 6 }),
      (some) => {
        for (const i of some) {
          assertEquals(runTrial(whole, cells[i]), trials[i]);
        }
      },
    ),
    { numRuns: 10 },
  );
});

Deno.test("runStudy() passes the data to the problems", async () => {
  const flowers = { features: [[1]], labels: [0], classes: ["a"] };
  const own = study({ metrics: [] });
  const seen: unknown[] = [];
  await runStudy(
    {
      ...own,
      async problems(data) {
        seen.push(await data.iris());
        return [bowl()];
      },
    },
    { ...noData, iris: () => Promise.resolve(flowers) },
  );
  assertEquals(seen, [flowers]);
});

Deno.test("runStudy() passes on what goes wrong with data or a problem", async () => {
  await assertRejects(
    () =>
      runStudy(
        { ...whole, problems: (data) => data.iris().then() as never },
        noData,
      ),
    Error,
    "no data is needed here",
  );
  const broken: Problem<Tensor> = {
    ...bowl(),
    instance: () => {
      throw new RangeError("no instance");
    },
  };
  await assertRejects(
    () => runStudy(study({ problems: [broken] }), noData),
    RangeError,
    "no instance",
  );
});

Deno.test("runStudy() needs no data, unless a problem does", async () => {
  const { trials } = await runStudy(whole);
  assertEquals(trials.length, 24);
  for (const name of ["iris", "digits"] as const) {
    const asking = {
      ...whole,
      problems: async (data: Datasets) => {
        await data[name]();
        return problems;
      },
    };
    await assertRejects(
      () => runStudy(asking),
      TypeError,
      `Cannot run the study: its problems need the data of ${name}, which ` +
        "were not given",
    );
  }
});
