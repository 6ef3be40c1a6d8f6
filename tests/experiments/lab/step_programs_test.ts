/** What trials that run together share. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  type Contestant,
  contestant,
  gradientDescent,
  momentum,
  type Optimizer,
  type Tensor,
} from "../../../mod.ts";
import { runTrial } from "../../../experiments/lab/run_trial.ts";
import {
  groupCells,
  mostLanes,
  runTrials,
} from "../../../experiments/lab/run_trials.ts";
import { StepPrograms } from "../../../experiments/lab/step_programs.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { bowl, study } from "../support/studies.ts";
import { chasing } from "./together_support.ts";

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

Deno.test("runTrials() makes one program of what is measured for all optimizers", () => {
  let traced = 0;
  const one = chasing();
  const problem: typeof one = {
    ...one,
    instance(keys) {
      const instance = one.instance(keys);
      const metrics = (w: Tensor) => {
        traced++;
        return instance.metrics(w);
      };
      return { ...instance, metrics };
    },
  };
  const optimizers = [contestant(momentum), contestant(gradientDescent)];
  const own = study({ problems: [problem], optimizers, metrics: ["w"] });
  const records = runTrials(own, enumerateCells(own, [problem]));
  assertEquals(traced, 1);
  assert(records[0].metrics.w !== records[1].metrics.w);
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

Deno.test("StepPrograms give a problem and an optimizer one program, others another", () => {
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
  const measures = programs.measures(instance, []);
  assertStrictEquals(programs.measures(another, []), measures);
  const other = programs.instanceOf(own, b, 0);
  assert(programs.measures(other, []) !== measures);
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
