/** What trials that run together share, and where their losses are taken. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  allContestants,
  chain,
  type Contestant,
  contestant,
  exponentialAverage,
  gradientDescent,
  minimize,
  momentum,
  type Optimizer,
  polyak,
  type Problem,
  rosenbrock,
  type Tensor,
  tensor,
  testFunctionProblem,
} from "../../../mod.ts";
import { flattenTree } from "../../../autodiff/trees.ts";
import { followTrial } from "../../../experiments/lab/follow_trial.ts";
import { heightOf } from "../../../experiments/lab/height_of.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import {
  followAlone,
  instanceOf,
  runTrial,
} from "../../../experiments/lab/run_trial.ts";
import {
  groupCells,
  mostLanes,
  runTrials,
} from "../../../experiments/lab/run_trials.ts";
import { StepPrograms } from "../../../experiments/lab/step_programs.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { bowl, line, study } from "../support/studies.ts";

/** (w − batch)² a step, the batch is 1, 2, …; on all of the data (w − 10)². */
function chasing(asked: number[] = []): Problem<Tensor> {
  return {
    ...line((w) => w, 0, "chasing"),
    sharedLoss: true,
    instance: ({ start }) => ({
      start: start.uniform([]),
      loss: (w) => w.sub(10).square(),
      metrics: (w) => ({ w }),
      batches: {
        at(step) {
          asked.push(step);
          return tensor(step);
        },
        loss: (w, batch) => w.sub(batch).square(),
      },
    }),
  };
}

/** Gradient descent whose loss is reported at an average of its weights. */
const averaging: Contestant = {
  id: "averaging",
  revision: 1,
  create: (hyperparameters) =>
    chain(
      gradientDescent(hyperparameters as never),
      exponentialAverage({ decay: 0.5 }),
    ),
};

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
  // From 0 by −1 a step at η = 1; below −5.5 the loss of a batch is NaN.
  const edge: Problem<Tensor> = {
    ...line((w) => w, 0),
    sharedLoss: true,
    instance: () => ({
      start: tensor(0),
      loss: (w) => w.mul(3),
      metrics: (w) => ({ w }),
      batches: {
        at: (step) => tensor(step),
        loss: (w) => w.add(w.add(5.5).sqrt().mul(0)),
      },
    }),
  };
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
  // From 0 by −η a step; the loss of the batch of step 7 alone is 0/0.
  const gap: Problem<Tensor> = {
    ...line((w) => w, 0),
    sharedLoss: true,
    instance: () => ({
      start: tensor(0),
      loss: (w) => w.mul(3),
      metrics: (w) => ({ w }),
      batches: {
        at: (step) => tensor(step - 7),
        loss: (w, batch) => w.add(batch.div(batch)),
      },
    }),
  };
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

/** A contestant that counts how often an update is traced. */
function counting(): { contestant: Contestant; updates: () => number } {
  let updates = 0;
  const create = (hyperparameters: Readonly<Record<string, unknown>>) => {
    const made: Optimizer = momentum(hyperparameters as never);
    return {
      ...made,
      update(...args: Parameters<Optimizer["update"]>) {
        updates++;
        return made.update(...args);
      },
    } as Optimizer;
  };
  return {
    contestant: { id: "counting", revision: 1, create },
    updates: () => updates,
  };
}

Deno.test("runTrials() makes one program for all rates, seeds and batches", () => {
  const traced = (rates: number[], seeds: number) => {
    const { contestant, updates } = counting();
    const own = study({
      problems: [chasing()],
      optimizers: [contestant],
      grid: { learningRate: rates },
      seeds,
      steps: 30,
      metrics: ["w"],
    });
    runTrials(own, enumerateCells(own, [chasing()]));
    return updates();
  };
  const once = traced([0.1], 128);
  assert(once > 0 && once < 10);
  // Three groups of 128, with other rates, starts and batches each.
  assertEquals(traced([0.1, 0.2, 0.3], 128), once);
});

Deno.test("runTrials() asks for each batch of a seed once, and in each trial learns from its own", () => {
  const asked: number[] = [];
  const problem = chasing(asked);
  const own = study({
    problems: [problem],
    optimizers: [contestant(gradientDescent), contestant(momentum)],
    grid: { learningRate: [0.5, 0.25, 0.125] },
    metrics: ["w"],
    steps: 40,
    curvePoints: 10,
  });
  const cells = enumerateCells(own, [problem]);
  const records = runTrials(own, cells);
  // One more than there are steps: its loss tells how the last one ended.
  assertEquals(asked, Array.from({ length: 41 }, (_, i) => i + 1));
  // At η = ½ each step goes to its batch.
  assertEquals(records[0].metrics.w, 40);
});

Deno.test("StepPrograms.of() gives a problem and an optimizer one program, others another", () => {
  const programs = new StepPrograms();
  const [a, b] = [bowl("a"), bowl("b")];
  const own = study({ problems: [a, b] });
  const [one, two] = [contestant(momentum), contestant(gradientDescent)];
  const instance = programs.instanceOf(own, a, 0);
  assertStrictEquals(programs.instanceOf(own, a, 0), instance);
  const program = programs.of(instance, one);
  const another = programs.instanceOf(own, a, 1);
  assert(another !== instance);
  assertStrictEquals(programs.of(another, one), program);
  assert(programs.of(instance, two) !== program);
  const kept = programs.of(instance, two);
  const other = programs.instanceOf(own, b, 0);
  assert(other !== instance);
  assert(programs.of(other, two) !== kept);
  const elsewhere = study({ id: "elsewhere", problems: [a] });
  const [here, there] = [own, elsewhere].map((study) =>
    programs.instanceOf(study, a, 0).start.toArray()
  );
  assert(String(here) !== String(there));
});

Deno.test("mostLanes() are fewer the larger a problem is, and at least one", () => {
  const lanes = (size?: number) => mostLanes({ ...bowl(), size });
  assertEquals(
    [undefined, 1, 2048, 2049, 50_000, 131_072, 131_073, 1e9].map(lanes),
    [128, 128, 128, 127, 5, 2, 1, 1],
  );
});

Deno.test("groupCells() makes groups no larger than a problem's size allows", () => {
  const large = { ...bowl("large"), sharedLoss: true, size: 60_000 };
  const own = study({ problems: [large], seeds: 10 });
  const cells = enumerateCells(own, [large]);
  assertEquals(groupCells(cells).map(({ length }) => length), [4, 4, 2]);
  assertEquals(runTrials(own, cells), cells.map((cell) => runTrial(own, cell)));
});

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
    assertEquals(records, cells.map((cell) => runTrial(own, cell)));
    assert(records.some(({ status }) => status === "diverged"));
  }
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
    assertEquals(points, right);
    shortest = Math.min(shortest, points.length);
  }
  assert(shortest < 8);
});

Deno.test("heightOf() is a loss as a function of numbers", () => {
  const height = heightOf(rosenbrock.f);
  assertEquals([height(1, 1), height(1, 3), height(0, 0)], [0, 400, 1]);
});
