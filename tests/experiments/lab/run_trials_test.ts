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
  tensor,
  testFunctionProblem,
} from "../../../mod.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import { runTrial } from "../../../experiments/lab/run_trial.ts";
import { groupCells, runTrials } from "../../../experiments/lab/run_trials.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import { check } from "../../support/property.ts";
import { assertSameRows } from "../support/rows.ts";
import { bowl, line, study } from "../support/studies.ts";
import { sliding } from "./together_support.ts";

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

Deno.test("runTrials() ends a trial at any parameter of a tree that is infinite", () => {
  for (const place of [0, 1, 2]) {
    const three: Problem<readonly Tensor[]> = {
      ...shared(),
      instance: () => ({
        start: [tensor(0), tensor([0, 0]), tensor(0)],
        loss: (all) =>
          all.map((w, i) => w.clip(-1, 1).mul(i === place ? 10 : 1).sum())
            .reduce((sum, each) => sum.add(each)),
        metrics: () => ({}),
      }),
    };
    const own = study({
      problems: [three],
      grid: { learningRate: [0.01, 1e308] },
    });
    const together = runTrials(own, enumerateCells(own, [three]));
    assertEquals(
      together.map(({ status, steps }) => [status, steps]),
      [["finished", 4], ["diverged", 1]],
    );
  }
});

Deno.test("runTrials() ends trials at batches, each at its own step, with the loss on all of the data", () => {
  // At −20 the loss of a batch, not the whole, is NaN.
  const edge = sliding({
    at: (step) => tensor(step),
    loss: (w, batch) => w.add(w.add(19.9).sqrt().add(batch).mul(0)),
  });
  const own = study({
    problems: [edge],
    grid: { learningRate: [1, 0.5, 0.25, 0.125] },
    metrics: ["w"],
    steps: 100,
    curvePoints: 10,
  });
  const cells = enumerateCells(own, [edge]);
  const together = runTrials(own, cells);
  assertEquals(together, cells.map((cell) => runTrial(own, cell)));
  assertEquals(
    together.map(({ status, steps, finalLoss }) => [status, steps, finalLoss]),
    [
      ["diverged", 20, -60],
      ["diverged", 40, -60],
      ["diverged", 80, -60],
      ["finished", 100, -37.5],
    ],
  );
  const planned = recordSteps(100, 10);
  assertEquals([20, 40, 80].filter((step) => planned.includes(step)), []);
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
    assertSameRows(together, cells.map((cell) => runTrial(own, cell)));
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

Deno.test("groupCells() makes groups of one size, of at most 128, but for the last", () => {
  const sizes = (seeds: number) => {
    const own = study({ problems: [shared()], seeds });
    const groups = groupCells(enumerateCells(own, [shared()]));
    assert(groups.flat().every(({ seed }, i) => seed === i));
    return groups.map(({ length }) => length);
  };
  assertEquals(sizes(1), [1]);
  assertEquals(sizes(128), [128]);
  assertEquals(sizes(129), [65, 64]);
  assertEquals(sizes(144), [72, 72]);
  assertEquals(sizes(301), [101, 101, 99]);
});

Deno.test("runTrials() goes on where parameters are finite and their sum is not", () => {
  const far: Problem<Tensor> = {
    ...shared("far"),
    instance: () => ({
      start: tensor([1.7e308, 1.7e308]),
      loss: (w) => w.mul(2 ** -1023).square().sum().mul(0.5),
      metrics: () => ({}),
    }),
  };
  const own = study({ problems: [far], grid: { learningRate: [0.1] } });
  const [cell] = enumerateCells(own, [far]);
  const [together] = runTrials(own, [cell]);
  const alone = runTrial(own, cell);
  assertEquals([alone.status, alone], ["finished", together]);
});
