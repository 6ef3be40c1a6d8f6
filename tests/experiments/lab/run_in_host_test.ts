/** Optimizers whose steps run in the host, and trials that are followed. */
import { assert, assertEquals } from "@std/assert";
import {
  allContestants,
  type Contestant,
  contestant,
  gradientDescent,
  momentum,
  type Optimizer,
  type Problem,
  rosenbrock,
  type Tensor,
  testFunctionProblem,
} from "../../../mod.ts";
import { flattenTree } from "../../../autodiff/trees.ts";
import { followTrial } from "../../../experiments/lab/follow_trial.ts";
import { followAlone, runTrial } from "../../../experiments/lab/run_trial.ts";
import { groupCells, runTrials } from "../../../experiments/lab/run_trials.ts";
import { StepPrograms } from "../../../experiments/lab/step_programs.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { assertSameRows } from "../support/rows.ts";
import { bowl, line, study } from "../support/studies.ts";
import { averaging, chasing } from "./together_support.ts";

Deno.test("runTrials() leaves alone what reads values in its steps", () => {
  const reading: Contestant = {
    ...contestant(momentum),
    inHost: true,
    create(hyperparameters) {
      const made: Optimizer = momentum(hyperparameters as never);
      return {
        ...made,
        update(grads, state, params, context) {
          const { params: next, ...rest } = made.update(
            grads,
            state,
            params,
            context,
          );
          (next as Tensor).toTypedArray(); // what no program can hold
          return { params: next, ...rest };
        },
      } as Optimizer;
    },
  };
  const problem = { ...bowl(), sharedLoss: true };
  const own = study({ problems: [problem], optimizers: [reading], seeds: 3 });
  const cells = enumerateCells(own, [problem]);
  assertEquals(groupCells(cells).map(({ length }) => length), [1, 1, 1]);
  const plain = study({ optimizers: [contestant(momentum)], seeds: 3 });
  const right = runTrials(plain, enumerateCells(plain, [problem]));
  assertEquals(
    runTrials(own, cells).map(({ finalLoss }) => finalLoss),
    right.map(({ finalLoss }) => finalLoss),
  );
  assertEquals(followTrial(own, cells[1]).length, 5);
});

Deno.test("runTrials() gives what runs in the host the record that it has without programs, bit for bit", () => {
  const contestants = allContestants().filter(({ inHost }) => inHost);
  const averagingInHost = { ...averaging, inHost: true };
  for (const problem of [testFunctionProblem(rosenbrock), chasing()]) {
    const own = study({
      problems: [problem],
      optimizers: [...contestants, averagingInHost],
      grid: { learningRate: [0.25, 1e200] },
      metrics: ["w", "gap"],
      steps: 11,
      curvePoints: 10,
      seeds: 2,
    });
    const cells = enumerateCells(own, [problem]);
    const records = runTrials(own, cells);
    assertSameRows(records, cells.map((cell) => runTrial(own, cell)));
    assert(records.some(({ status }) => status === "diverged"));
  }
});

Deno.test("runTrials() ends what runs in the host where a parameter alone is infinite", () => {
  const clipped: Problem<Tensor> = {
    ...line((w) => w.clip(-1, 1).mul(10), 0),
    sharedLoss: true,
  };
  const own = study({
    problems: [clipped],
    optimizers: [{ ...contestant(gradientDescent), inHost: true }],
    grid: { learningRate: [0.01, 1e308] },
    metrics: ["w"],
  });
  const records = runTrials(own, enumerateCells(own, [clipped]));
  assertEquals(
    records.map(({ status, steps }) => [status, steps]),
    [["finished", 4], ["diverged", 1]],
  );
});

Deno.test("enumerateCells() runs an optimizer with a grid of its own on that alone", () => {
  const own = study({
    optimizers: [
      { ...contestant(momentum), grid: { learningRate: [0.125] } },
      contestant(gradientDescent),
    ],
    grid: { learningRate: [0.5, 0.25] },
    seeds: 2,
  });
  const cells = enumerateCells(own, [bowl()]);
  assertEquals(
    cells.map(({ optimizer, hyperparameters }) => [
      optimizer.id,
      hyperparameters.learningRate,
    ]),
    [
      ...[["momentum", 0.125], ["momentum", 0.125]],
      ...[["gradient-descent", 0.5], ["gradient-descent", 0.5]],
      ...[["gradient-descent", 0.25], ["gradient-descent", 0.25]],
    ],
  );
});

Deno.test("allContestants() has what runs in the host at its default learning rate alone", () => {
  for (const { id, inHost, grid, create } of allContestants()) {
    const { learningRate } = create({}).hyperparameters;
    assertEquals(
      grid,
      inHost ? { learningRate: [learningRate as number] } : undefined,
      id,
    );
  }
});

Deno.test("followTrial() has the points of the trial that runs alone, bit for bit", () => {
  const problems = [testFunctionProblem(rosenbrock), chasing()];
  const own = study({
    problems,
    optimizers: [...allContestants().slice(0, 12), averaging],
    grid: { learningRate: [0.01, 1e150] },
    steps: 7,
  });
  const programs = new StepPrograms();
  let shortest = Infinity;
  for (const cell of enumerateCells(own, problems)) {
    const [points, right] = [
      followTrial(own, cell, programs),
      followAlone(own, cell),
    ].map((all) =>
      all.map(({ step, loss, params, state }) => [
        step,
        String(loss),
        String(params.toArray()),
        flattenTree("test", state).leaves.map((x) => String(x.toArray())),
      ])
    );
    assertSameRows(points, right);
    shortest = Math.min(shortest, points.length);
  }
  assert(shortest < 8);
});
