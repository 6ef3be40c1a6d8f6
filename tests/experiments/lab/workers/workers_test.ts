import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  iris,
  lectureBackpropagation,
  narrow,
  type Outcome,
} from "../../../../mod.ts";
import { packagedData } from "../../../../experiments/data/packages.ts";
import { Failure } from "../../../../experiments/failure.ts";
import { runStudy } from "../../../../experiments/lab/run_study.ts";
import { Workers } from "../../../../experiments/lab/workers/workers.ts";
import { granted } from "../../../support/permissions.ts";
import { noData } from "../../support/studies.ts";
import { failing, offline, slow, sound } from "../../support/worker_studies.ts";

const program = new URL("../../support/worker.ts", import.meta.url);

/** An outcome without its functions: by the identities of the cells. */
const bare = ({ trials }: Outcome) =>
  trials.map(({ cell, ...record }) => [cell.id, record] as const);

/** A test with workers, which read their modules. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: `${name} (needs read)`,
    ignore: !granted({ name: "read" }),
    fn,
  });
}

/** Uses some workers and ends them. */
async function withWorkers<T>(
  count: number,
  use: (workers: Workers) => Promise<T>,
  ...programs: URL[]
): Promise<T> {
  const workers = new Workers(count, ...programs);
  try {
    return await use(workers);
  } finally {
    workers.close();
  }
}

test("Workers give what one thread gives, however many there are", async () => {
  const alone = await runStudy(sound, noData);
  assert(new Set(alone.trials.map(({ status }) => status)).size === 2);
  for (const count of [1, 2, 3, 7]) {
    const outcome = await withWorkers(
      count,
      (workers) => workers.run(sound, {}, noData),
      program,
    );
    assertEquals(outcome, alone);
  }
});

test("Workers run studies one after another, narrowed or not", async () => {
  const quick = { seeds: 1, optimizers: ["adagrad", "adagrad/keras"] };
  const [whole, part] = [
    bare(await runStudy(sound, noData)),
    bare(await runStudy(narrow(sound, quick), noData)),
  ];
  await withWorkers(2, async (workers) => {
    assertEquals(bare(await workers.run(sound, quick, noData)), part);
    assertEquals(bare(await workers.run(sound, {}, noData)), whole);
    assertEquals(bare(await workers.run(sound, quick, noData)), part);
  }, program);
});

test("Workers know the studies that there are, and load their data", async () => {
  const narrowing = { quick: true, seeds: 1, optimizers: ["adagrad"] };
  await withWorkers(2, async (workers) => {
    for (const study of [iris, lectureBackpropagation]) {
      const part = study === iris ? narrowing : {};
      const shared = await workers.run(study, part, packagedData);
      const alone = await runStudy(narrow(study, part), packagedData);
      assertEquals(bare(shared), bare(alone));
    }
  });
});

test("Workers say how many trials are done, up to all", async () => {
  const calls: [number, number][] = [];
  await withWorkers(
    3,
    (workers) =>
      workers.run(sound, {}, noData, (done, all) => calls.push([done, all])),
    program,
  );
  const all = 3 * 2 * 3 * 2;
  assert(calls.length > 3);
  assertEquals(calls.at(-1), [all, all]);
  calls.forEach(([done, of], i) => {
    assertEquals(of, all);
    assert(done > (calls[i - 1]?.[0] ?? 0));
  });
});

test("Workers say which is the first trial that fails, and why, as one thread does", async () => {
  const alone = await assertRejects(() => runStudy(failing, noData), Failure);
  assertMatch(
    alone.message,
    /^Cannot run gradient-descent on first in study failing, trial [0-9a-f]{16} with learningRate 0.25, seed 0: the first problem is broken$/,
  );
  assert(alone.cause instanceof RangeError);
  for (const count of [1, 2, 3]) {
    const error = await assertRejects(
      () =>
        withWorkers(
          count,
          (workers) => workers.run(failing, {}, noData),
          program,
        ),
      Failure,
    );
    assertEquals(error.message, alone.message);
  }
});

test("Workers run several studies at once, each as it is alone", async () => {
  const quick = { seeds: 1 };
  const [whole, part] = [
    bare(await runStudy(sound, noData)),
    bare(await runStudy(narrow(sound, quick), noData)),
  ];
  await withWorkers(2, async (workers) => {
    const [first, fails, second, third] = await Promise.allSettled([
      workers.run(sound, {}, noData),
      workers.run(failing, {}, noData),
      workers.run(sound, quick, noData),
      workers.run(sound, {}, noData),
    ]);
    assertEquals(fails.status, "rejected");
    const trials = [first, second, third].map((each) =>
      each.status === "fulfilled" && bare(each.value)
    );
    assertEquals(trials, [whole, part, whole]);
  }, program);
});

test("Workers answer in order, though a study's data take them a while", async () => {
  const alone = [
    bare(await runStudy(slow, noData)),
    bare(await runStudy(sound, noData)),
  ];
  await withWorkers(1, async (workers) => {
    const first = workers.run(slow, {}, noData);
    await new Promise((go) => setTimeout(go, 0));
    const second = workers.run(sound, {}, noData);
    assertEquals([bare(await first), bare(await second)], alone);
  }, program);
});

test("Workers that have ended say so, to all who ask", async () => {
  const gone = new URL("../../support/no_worker.ts", import.meta.url);
  await withWorkers(2, async (workers) => {
    for (const _ of [1, 2]) {
      await assertRejects(
        () => workers.run(sound, {}, noData),
        Failure,
        "A worker has ended: ",
      );
    }
  }, gone);
});

test("Workers pass on a failure as one, and can be used after it", async () => {
  await withWorkers(2, async (workers) => {
    await assertRejects(
      () => workers.run(offline, {}, noData),
      Failure,
      "Cannot load the far data",
    );
    const outcome = await workers.run(sound, {}, noData);
    assertEquals(outcome, await runStudy(sound, noData));
  }, program);
});

test("Workers say which study their program does not serve", async () => {
  await assertRejects(
    () => withWorkers(2, (workers) => workers.run(sound, {}, noData)),
    Error,
    "No worker knows study sound",
  );
});
