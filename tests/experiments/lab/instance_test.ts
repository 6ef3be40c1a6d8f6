import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  contestant,
  gradientDescent,
  momentum,
  type Problem,
  type Tensor,
  tensor,
  type TrialRecord,
} from "../../../mod.ts";
import { instanceOf } from "../../../experiments/lab/run_trial.ts";
import { runStudy } from "../../../experiments/lab/run_study.ts";
import { bowl, noData, study } from "../support/studies.ts";

/** The keys that a problem of this name gets in a study of this name. */
function keysOf(studyId: string, problemId: string, seed: number) {
  let bits:
    | { problem: string; start: string; batches: string }
    | undefined;
  const problem: Problem<Tensor> = {
    ...bowl(problemId),
    instance(keys) {
      const text = ({ bits }: { bits: Tensor }) => bits.toArray().toString();
      bits = {
        problem: text(keys.problem),
        start: text(keys.start),
        batches: text(keys.batches),
      };
      return bowl().instance(keys);
    },
  };
  instanceOf(study({ id: studyId }), problem, seed);
  return bits!;
}

Deno.test("instanceOf() gives each seed its start and batches, and all of them the problem's draws", () => {
  const keys = Array.from(
    { length: 120 },
    (_, seed) => keysOf("study", "problem", seed),
  );
  assertEquals(new Set(keys.map(({ problem }) => problem)).size, 1);
  const drawn = keys.flatMap(({ start, batches }) => [start, batches]);
  assertEquals(new Set(drawn).size, 2 * 120);
  assert(keys.every(({ problem }) => !drawn.includes(problem)));
});

Deno.test("instanceOf() derives all keys from the names of study and problem", () => {
  const names = ["a", "b", "a-b", "seed 0", "problem"];
  const all = names.flatMap((problemId) =>
    ["a", "b", "b-a"].flatMap((studyId) => {
      const { problem, start, batches } = keysOf(studyId, problemId, 0);
      return [problem, start, batches];
    })
  );
  assertEquals(new Set(all).size, all.length);
});

Deno.test("instanceOf() derives the same keys for ever", () => {
  // Of the key of seed 0: the children by study, problem, and then "problem",
  // or "seed k" and "start" or "batches".
  const golden: [string, string, number, string, string, string][] = [
    [
      "iris",
      "softmax-regression",
      0,
      "3252120787,4073763393",
      "3369981527,3549798122",
      "557076270,1651167139",
    ],
    [
      "iris",
      "softmax-regression",
      1,
      "3252120787,4073763393",
      "1100109294,2691107015",
      "2194969422,982806176",
    ],
    [
      "iris",
      "softmax-regression",
      104,
      "3252120787,4073763393",
      "2894684387,1805365227",
      "1185808493,2914213730",
    ],
    [
      "lecture-backpropagation",
      "chain-tanh",
      0,
      "1126118248,874380672",
      "2038757372,920706795",
      "1055181031,1396216272",
    ],
    [
      "lecture-backpropagation",
      "chain-tanh",
      1,
      "1126118248,874380672",
      "3038343076,1573338645",
      "1193871738,3154831863",
    ],
    [
      "lecture-backpropagation",
      "chain-tanh",
      104,
      "1126118248,874380672",
      "2129120934,1219400266",
      "2922299556,2035333156",
    ],
  ];
  for (const [studyId, problemId, seed, problem, start, batches] of golden) {
    assertEquals(keysOf(studyId, problemId, seed), { problem, start, batches });
  }
});

Deno.test("instanceOf() does not depend on revisions, grid, seeds, steps or optimizers", () => {
  const instance = (parts: Parameters<typeof study>[0], revision = 1) => {
    const { start, loss } = instanceOf(study(parts), bowl("bowl", revision), 1);
    return [start.toArray(), loss(tensor([0, 0, 0])).item()];
  };
  const expected = instance({});
  assertEquals(
    instance({
      revision: 2,
      optimizers: [contestant(momentum)],
      grid: { learningRate: [1, 2] },
      seeds: 9,
      steps: 99,
    }, 5),
    expected,
  );
  assertNotEquals(instance({ id: "other" }), expected);
});

const narrow = {
  problems: [bowl("b")],
  optimizers: [contestant(gradientDescent)],
  grid: { learningRate: [0.25] },
  seeds: 2,
};

/** The records by what they are records of. */
async function recordsOf(
  parts: Parameters<typeof study>[0],
): Promise<Map<string, Omit<TrialRecord, "cell">>> {
  const { trials } = await runStudy(study(parts), noData);
  return new Map(trials.map(({ cell, ...record }) => {
    const { problem, optimizer, hyperparameters, seed } = cell;
    const name = [problem.id, optimizer.id, hyperparameters, seed];
    return [JSON.stringify(name), record];
  }));
}

const additions: Record<string, Parameters<typeof study>[0]> = {
  "an optimizer": {
    optimizers: [contestant(momentum), contestant(gradientDescent)],
  },
  "a rate": { grid: { learningRate: [0.5, 0.25] } },
  "a problem": { problems: [bowl("a"), bowl("b")] },
  "a seed": { seeds: 3 },
};

for (const [name, addition] of Object.entries(additions)) {
  Deno.test(`runStudy() with ${name} added gives the same numbers to the others`, async () => {
    const [before, after] = await Promise.all([
      recordsOf(narrow),
      recordsOf({ ...narrow, ...addition }),
    ]);
    assert(after.size > before.size);
    for (const [trial, record] of before) {
      assertEquals(after.get(trial), record);
    }
  });
}

Deno.test("runStudy() starts all optimizers from the same point", async () => {
  const { trials } = await runStudy(
    study({
      optimizers: [contestant(momentum), contestant(gradientDescent)],
      grid: { learningRate: [0.5, 0.25] },
      seeds: 3,
    }),
    noData,
  );
  for (const seed of [0, 1, 2]) {
    const firsts = trials.filter(({ cell }) => cell.seed === seed)
      .map(({ firstLoss }) => firstLoss);
    assertEquals(firsts.length, 4);
    assertEquals(new Set(firsts).size, 1);
  }
  assertEquals(new Set(trials.map(({ firstLoss }) => firstLoss)).size, 3);
});
