import { assert, assertEquals } from "@std/assert";
import { type Problem, type Tensor, tensor } from "../../../mod.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import { followTrial } from "../../../experiments/lab/follow_trial.ts";
import type { TrialPoint } from "../../../experiments/lab/run_trial.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { assertSameBits } from "../../support/bits.ts";
import { line, study } from "../support/studies.ts";

import { assertRecord, run, step } from "./run_trial_support.ts";

/** Falls by 1 a step from `start` at η = 1, and stays at 0; least is 0. */
function stairs(start: number, loss?: (w: Tensor) => Tensor): Problem<Tensor> {
  return {
    ...line(loss ?? ((w) => w.relu()), start),
    optimum: { value: 0, points: [[0]] },
  };
}

/** The metric `reached` of a trial on {@link stairs}. */
function reached(
  problem: AnyProblem,
  parts: Parameters<typeof study>[0] = {},
): number {
  const own = { grid: step, steps: 20, tolerance: 2.5, metrics: ["reached"] };
  return run(problem, { ...own, ...parts }).metrics.reached;
}

Deno.test("runTrial() says after how many steps the loss is within the tolerance for good", () => {
  assertEquals(reached(stairs(10)), 8);
  assertEquals(reached(stairs(10), { tolerance: 3 }), 7);
  assertEquals(reached(stairs(10), { tolerance: 0 }), 10);
  assertEquals(reached(stairs(2)), 0);
  assertEquals(reached(stairs(10), { steps: 8 }), 8);
  assertSameBits(reached(stairs(10), { steps: 7 }), NaN);
  // Of a greatest value 3 the tolerance is 5.5: the least value counts.
  const raised = stairs(10, (w) => w.relu().add(3));
  assertSameBits(reached(raised), NaN);
  const known = { ...raised, optimum: { value: 3, points: [[0]] } };
  assertEquals(reached(known), 8);
});

Deno.test("runTrial() does not count a loss that is near the least and leaves again", () => {
  // w ← w + 1 from −3: |w| is 3, 2, 1, 0, 1, 2, 3, …
  const passing: Problem<Tensor> = {
    ...line((w) => w.abs().stopGradient().sub(w).add(w.stopGradient()), -3),
    optimum: { value: 0, points: [[0]] },
  };
  const parts = { tolerance: 1.5 };
  assertSameBits(reached(passing, { ...parts, steps: 5 }), NaN);
  assertEquals(reached(passing, { ...parts, steps: 4 }), 2);
});

Deno.test("runTrial() knows no steps to a minimum that is not known, or without a tolerance", () => {
  const unknown: Problem<Tensor> = { ...stairs(1), optimum: undefined };
  assertSameBits(reached(unknown), NaN);
  assertSameBits(reached(stairs(1), { tolerance: undefined }), NaN);
  const diverging = stairs(10, (w) => w.relu().add(w.sub(4.5).sqrt().mul(0)));
  assertSameBits(reached(diverging, { tolerance: 100 }), NaN);
});

Deno.test("runTrial() keeps as many points of a curve as the study says", () => {
  const falling = line((w) => w.mul(-1), 0);
  const curveOf = (curvePoints?: number) =>
    run(falling, { steps: 300, grid: step, curvePoints }).curve;
  assertEquals(
    curveOf(12).map((point) => point.step),
    recordSteps(300, 12),
  );
  assertEquals(curveOf(), curveOf(50));
});

const batchCount = 4;

/**
 * The mean over four targets of (w − target)², a step on one of them: batch b
 * is target (b − 1) mod 4, at 0, 4, 8, 12; whole is the loss on all.
 */
function batched(
  start: number,
  whole?: (w: Tensor) => Tensor,
): Problem<Tensor> {
  const targets = tensor([0, 4, 8, 12]);
  return {
    ...line((w) => w, start),
    instance: () => ({
      start: tensor(start),
      loss: whole ?? ((w) => targets.sub(w).square().mean()),
      metrics: (w) => ({ w }),
      batches: {
        at: (step) => tensor((step - 1) % batchCount, "int32"),
        loss: (w, batch) => targets.take(batch).sub(w).square(),
      },
    }),
  };
}

/** Plain numbers of {@link batched} at η = ¼: w goes halfway to the target. */
function halfway(start: number, steps: number): number[] {
  const ws = [start];
  for (let i = 0; i < steps; i++) ws.push((ws[i] + 4 * (i % batchCount)) / 2);
  return ws;
}

const meanSquare = (w: number) =>
  [0, 4, 8, 12].reduce((sum, target) => sum + (target - w) ** 2, 0) / 4;

Deno.test("runTrial() steps on batches and records the loss on all of the data", () => {
  const steps = 100;
  const record = run(batched(16), { steps, curvePoints: 15 });
  const ws = halfway(16, steps);
  const planned = recordSteps(steps, 15);
  assertEquals(record.curve.map((point) => point.step), planned);
  const near = (actual: number, right: number) =>
    // Numbers of at most 256 with some ten roundings.
    assert(Math.abs(actual - right) <= 10 * 2 ** -53 * 256);
  for (const { step, loss } of record.curve) near(loss, meanSquare(ws[step]));
  near(record.firstLoss, meanSquare(16));
  near(record.finalLoss, meanSquare(ws[steps]));
  near(record.bestLoss, Math.min(...planned.map((at) => meanSquare(ws[at]))));
  near(record.metrics.w, ws[steps]);
  assertEquals(record.status, "finished");
});

Deno.test("runTrial() does not count a loss on all of the data that is NaN as near", () => {
  const [, , third] = halfway(16, 4);
  const problem: Problem<Tensor> = {
    ...batched(16, (w) => w.mul(0).div(w.sub(third))), // 0, there 0/0
    optimum: { value: 0, points: [[0]] },
  };
  assertEquals(
    reached(problem, { steps: 4, grid: { learningRate: [0.25] } }),
    3,
  );
});

Deno.test("runTrial() ends where the loss of a batch is not finite, with the loss on all of the data", () => {
  const record = run(batched(16), { grid: { learningRate: [1e200] } });
  // The first step goes to −32·10²⁰⁰, whose square overflows.
  assertRecord(record, {
    status: "diverged",
    steps: 1,
    finalLoss: Infinity,
    metrics: { w: NaN },
  });
  assertEquals(record.curve.map((point) => point.step), [0, 1]);
});

Deno.test("runTrial() records the step at which batches end a long trial", () => {
  const root = (w: Tensor) => w.sub(2).sqrt();
  const problem = batched(16);
  const rooted: Problem<Tensor> = {
    ...problem,
    instance: (keys) => {
      const instance = problem.instance(keys);
      // From 16 by −1 a step; at 2 − ε there is no root.
      const loss = (w: Tensor) => w.add(root(w).mul(0));
      return { ...instance, batches: { ...instance.batches!, loss } };
    },
  };
  const record = run(rooted, { steps: 1000, grid: step, curvePoints: 10 });
  assertEquals([record.status, record.steps], ["diverged", 15]);
  assertEquals(record.curve.at(-1)!.step, 15);
  assert(!recordSteps(1000, 10).includes(15));
  assertEquals(record.finalLoss, meanSquare(1));
  assertEquals(
    record.bestLoss,
    Math.min(...record.curve.slice(0, -1).map(({ loss }) => loss)),
  );
});

Deno.test("runTrial() calls a trial diverged whose loss on all of the data is not finite in the end", () => {
  const record = run(batched(16, (w) => w.mul(0).div(0)));
  assertRecord(record, { status: "diverged", steps: 4, metrics: { w: NaN } });
  assertSameBits(record.bestLoss, NaN);
});

function follow(problem: AnyProblem, steps: number): TrialPoint[] {
  const own = study({ problems: [problem], steps });
  return followTrial(own, enumerateCells(own, [problem])[0]);
}

Deno.test("followTrial() has every point with the loss on all of the data", () => {
  const points = follow(batched(16), 9);
  const ws = halfway(16, 9);
  assertEquals(points.map(({ params }) => params.item()), ws);
  assertEquals(points.map(({ step }) => step), ws.map((_, i) => i));
  assertEquals(points.map(({ loss }) => loss), ws.map(meanSquare));
});
