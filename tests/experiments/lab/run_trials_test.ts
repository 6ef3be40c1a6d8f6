import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  allContestants,
  type Classified,
  contestant,
  denseNetwork,
  gradientDescent,
  momentum,
  type Problem,
  rosenbrock,
  softmaxRegression,
  type Tensor,
  testFunctionProblem,
} from "../../../mod.ts";
import { runTrial } from "../../../experiments/lab/run_trial.ts";
import { groupCells, runTrials } from "../../../experiments/lab/run_trials.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import { check } from "../../support/property.ts";
import { bowl, line, study } from "../support/studies.ts";

const shared = (id = "bowl"): Problem<Tensor> => ({
  ...bowl(id),
  sharedLoss: true,
});

/** Twelve samples of two measurements in three classes. */
const data: Classified = {
  features: Array.from({ length: 12 }, (_, i) => [i % 5, (i * i) % 7 - i / 4]),
  labels: Array.from({ length: 12 }, (_, i) => i % 3),
  classes: ["a", "b", "c"],
};
const common = { data, trainingSize: 8, penalty: 0.01 };
const network = {
  ...common,
  hidden: [3],
  activation: "tanh",
  weights: "glorot",
} as const;
const problems: readonly AnyProblem[] = [
  testFunctionProblem(rosenbrock),
  shared(),
  softmaxRegression({ ...common, id: "softmax", startDeviation: 1 }),
  denseNetwork({ ...network, id: "whole" }),
  denseNetwork({ ...network, id: "batches", batchSize: 3 }),
];

Deno.test("runTrials() ends a trial whose parameter alone is infinite", () => {
  const clipped = {
    ...line((w) => w.clip(-1, 1).mul(10), 0),
    sharedLoss: true,
  };
  const own = study({
    problems: [clipped],
    grid: { learningRate: [0.01, 1e308] },
    metrics: ["w"],
  });
  const cells = enumerateCells(own, [clipped]);
  const together = runTrials(own, cells);
  assertEquals(together.map(({ status }) => status), ["finished", "diverged"]);
  assertEquals(together, cells.map((cell) => runTrial(own, cell)));
});

for (const problem of problems) {
  Deno.test(`runTrials() gives trials of ${problem.id} the records that they have alone, bit for bit`, () => {
    const own = study({
      problems: [problem],
      optimizers: allContestants(),
      // From rates that hardly move to ones that end at once.
      grid: { learningRate: [1e-4, 0.03, 1, 1e200] },
      seeds: 2,
      steps: 12,
      metrics: ["gap", "distance", "reached", "testAccuracy"],
      tolerance: 5,
      curvePoints: 10,
    });
    const cells = enumerateCells(own, [problem]);
    const together = runTrials(own, cells);
    assertEquals(together, cells.map((cell) => runTrial(own, cell)));
    const ends = new Set(together.map(({ status }) => status));
    assertEquals([...ends].sort(), ["diverged", "finished"]);
  });
}

Deno.test("runTrials() gives the same records whatever is asked for together", () => {
  const own = study({
    optimizers: [contestant(momentum)],
    grid: { momentum: [0.5, 0], learningRate: [0.25, 1e200] },
    seeds: 2,
    steps: 5,
  });
  const cells = enumerateCells(own, [shared("a"), bowl("b")]);
  const alone = cells.map((cell) => runTrial(own, cell));
  check(
    fc.property(
      fc.shuffledSubarray(cells.map((_, i) => i), { minLength: 1 }),
      (some) => {
        const asked = some.map((i) => cells[i]);
        assertEquals(runTrials(own, asked), some.map((i) => alone[i]));
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("runTrials() says after each trial how many are done", () => {
  const own = study({ problems: [shared()], seeds: 5 });
  const calls: number[] = [];
  runTrials(own, enumerateCells(own, [shared()]), (done) => calls.push(done));
  assertEquals(calls, [1, 2, 3, 4, 5]);
});

Deno.test("groupCells() groups neighbours of one problem with a shared loss and one optimizer", () => {
  const problems = [shared("a"), bowl("b"), shared("c")];
  const own = study({
    problems,
    optimizers: [contestant(momentum), contestant(gradientDescent)],
    grid: { learningRate: [0.5, 0.25] },
    seeds: 3,
  });
  const cells = enumerateCells(own, problems);
  const groups = groupCells(cells);
  assertEquals(groups.flat(), cells);
  const alone = Array.from({ length: 12 }, () => 1);
  assertEquals(groups.map(({ length }) => length), [6, 6, ...alone, 6, 6]);
  for (const group of groups) {
    for (const { problem, optimizer } of group) {
      assertStrictEquals(problem, group[0].problem);
      assertStrictEquals(optimizer, group[0].optimizer);
    }
  }
});

Deno.test("groupCells() makes no group of more than 128", () => {
  const own = study({ problems: [shared()], seeds: 300 });
  const groups = groupCells(enumerateCells(own, [shared()]));
  assertEquals(groups.map(({ length }) => length), [128, 128, 44]);
  assert(groups.flat().every(({ seed }, i) => seed === i));
});
