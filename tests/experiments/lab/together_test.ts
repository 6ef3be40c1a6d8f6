/** Where the losses of trials that run together are taken, and how they end. */
import { assert, assertEquals } from "@std/assert";
import {
  contestant,
  minimize,
  polyak,
  type Problem,
  rosenbrock,
  type Tensor,
  tensor,
  testFunctionProblem,
} from "../../../mod.ts";
import { heightOf } from "../../../experiments/lab/height_of.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import {
  followAlone,
  instanceOf,
  runTrial,
} from "../../../experiments/lab/run_trial.ts";
import { runTrials } from "../../../experiments/lab/run_trials.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { line, study } from "../support/studies.ts";
import { averaging, chasing, sliding } from "./together_support.ts";

Deno.test("runTrials() and runTrial() report losses and metrics where the optimizer says", () => {
  const plain: Problem<Tensor> = {
    ...line((w) => w.square(), 8, "plain"),
    sharedLoss: true,
  };
  for (const problem of [plain, chasing()]) {
    const own = study({
      problems: [problem],
      optimizers: [averaging],
      grid: { learningRate: [0.25, 0.125] },
      metrics: ["w"],
      steps: 9,
    });
    const cells = enumerateCells(own, [problem]);
    const together = runTrials(own, cells);
    assertEquals(together, cells.map((cell) => runTrial(own, cell)));
    assertEquals(together, runTrials(own, cells));
    const optimizer = averaging.create({ learningRate: 0.25 });
    const points = followAlone(own, cells[0]);
    const reported = points.map(({ state, params }) =>
      optimizer.evaluationParams(state, params).item()
    );
    const least = problem === plain ? 0 : 10;
    assertEquals(
      together[0].curve.map(({ loss }) => loss),
      reported.map((w) => (w - least) * (w - least)),
    );
    assertEquals(together[0].metrics.w, reported[9]);
    assert(points[9].params.item() !== reported[9]);
  }
});

Deno.test("runTrials() reports the loss of a trial that ends amid others where the optimizer had its weights then", () => {
  // By −1 a step at η = 1; below −5.5 the loss of a batch is NaN.
  const edge = sliding({
    at: (step) => tensor(step),
    loss: (w) => w.add(w.add(5.5).sqrt().mul(0)),
  });
  const own = study({
    problems: [edge],
    optimizers: [averaging],
    grid: { learningRate: [1, 0.01] },
    metrics: ["w"],
    steps: 60,
    curvePoints: 10,
  });
  const cells = enumerateCells(own, [edge]);
  const together = runTrials(own, cells);
  assertEquals(together, cells.map((cell) => runTrial(own, cell)));
  assertEquals([together[0].status, together[0].steps], ["diverged", 6]);
  assert(!recordSteps(60, 10).includes(6));
});

Deno.test("runTrials() leaves a trial where one batch ended it, whatever the next ones are", () => {
  // The loss of the batch of step 7 alone is 0/0.
  const gap = sliding({
    at: (step) => tensor(step - 7),
    loss: (w, batch) => w.add(batch.div(batch)),
  });
  const own = study({
    problems: [gap],
    grid: { learningRate: [1, 0.5] },
    metrics: ["w"],
    steps: 60,
    curvePoints: 10,
  });
  const cells = enumerateCells(own, [gap]);
  const together = runTrials(own, cells);
  assertEquals(together, cells.map((cell) => runTrial(own, cell)));
  assertEquals(
    together.map(({ status, steps, finalLoss }) => [status, steps, finalLoss]),
    [["diverged", 6, -18], ["diverged", 6, -9]],
  );
  assert(!recordSteps(60, 10).includes(6));
});

Deno.test("runTrials() gives rules what they need beside gradients", () => {
  const problem = testFunctionProblem(rosenbrock);
  const own = study({
    problems: [problem],
    optimizers: [contestant(polyak)],
    grid: { learningRate: [0.5, 1] },
    metrics: ["gap"],
    steps: 20,
  });
  const cells = enumerateCells(own, [problem]);
  const [half] = runTrials(own, cells);
  const { start, loss } = instanceOf(own, problem, 0);
  const right = minimize(loss, start, polyak({ learningRate: 0.5 }), {
    steps: 20,
  });
  assertEquals(half.finalLoss, right.loss);
});

Deno.test("heightOf() is a loss as a function of numbers", () => {
  const height = heightOf(rosenbrock.f);
  assertEquals([height(1, 1), height(1, 3), height(0, 0)], [0, 400, 1]);
});
