import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  contestant,
  momentum,
  type Problem,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { recordSteps } from "../../../experiments/lab/record_steps.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { line } from "../support/studies.ts";

import { assertRecord, run, step } from "./run_trial_support.ts";

interface Pair {
  readonly a: Tensor;
  readonly b: Tensor;
}

/** Σ (aᵢ − cᵢ)² + b² from a start; `size` is Σ |aᵢ|. */
function pairProblem(start: number[], c: number[]): Problem<Pair> {
  return {
    id: "pair",
    revision: 1,
    description: "a bowl of two tensors",
    instance: () => ({
      start: { a: tensor(start.slice(0, 2)), b: tensor(start[2]) },
      loss: ({ a, b }) => a.sub(tensor(c)).square().sum().add(b.square()),
      metrics: ({ a }) => ({ size: a.abs().sum() }),
    }),
  };
}

const numbers = fc.double({ min: -10, max: 10, noNaN: true });

Deno.test("runTrial() gives the numbers of a loop written by hand, bit for bit", () => {
  check(
    fc.property(
      fc.integer({ min: 1, max: 90 }),
      fc.double({ min: 1e-3, max: 1.5, noNaN: true }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      fc.tuple(numbers, numbers, numbers),
      fc.tuple(numbers, numbers),
      (steps, learningRate, inertia, start, c) => {
        const record = run(pairProblem(start, c), {
          steps,
          optimizers: [contestant(momentum, { momentum: inertia })],
          grid: { learningRate: [learningRate] },
          metrics: ["size"],
        });
        const w = [...start];
        const m = [0, 0, 0];
        const losses: number[] = [];
        for (let step = 0;; step++) {
          const d = [w[0] - c[0], w[1] - c[1], w[2]];
          losses.push(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
          if (step === steps) break;
          for (let i = 0; i < 3; i++) {
            m[i] = learningRate * (2 * d[i]) + inertia * m[i];
            w[i] = w[i] - m[i];
          }
        }
        assertRecord(record, {
          status: "finished",
          steps,
          firstLoss: losses[0],
          finalLoss: losses[steps],
          bestLoss: Math.min(...losses),
          metrics: { size: Math.abs(w[0]) + Math.abs(w[1]) },
          curve: recordSteps(steps).map((step) => ({
            step,
            loss: losses[step],
          })),
        });
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("runTrial() takes exactly as many steps as the study says", () => {
  for (const steps of [1, 2, 60]) {
    const taken = line((w) => w.mul(-1), 0);
    const record = run(taken, { steps, grid: { learningRate: [1] } });
    assertRecord(record, { steps, finalLoss: -steps, metrics: { w: steps } });
  }
});

Deno.test("runTrial() gives a metric that the problem lacks as NaN", () => {
  const { metrics } = run(line((w) => w, 1), { metrics: ["w", "other"] });
  assertEquals(Object.keys(metrics), ["w", "other"]);
  assertSameBits(metrics.other, NaN);
});

Deno.test("runTrial() ends where the loss becomes NaN", () => {
  // From ¼ a step of 1/(2·√¼) = 1 leads to −¾, which has no root.
  const record = run(line((w) => w.sqrt(), 0.25), { grid: step });
  assertRecord(record, {
    status: "diverged",
    steps: 1,
    firstLoss: 0.5,
    finalLoss: NaN,
    bestLoss: 0.5,
    metrics: { w: NaN },
    curve: [{ step: 0, loss: 0.5 }, { step: 1, loss: NaN }],
  });
});

Deno.test("runTrial() ends where the loss becomes infinite", () => {
  for (const sign of [1, -1]) {
    // The loss is finite at 0 and 1, and the fourth power of 10²⁰⁰ is not.
    const steep = (w: Tensor) => w.square().square().mul(sign);
    const record = run(line(steep, 1), { grid: { learningRate: [1e200] } });
    assertRecord(record, {
      status: "diverged",
      steps: 1,
      firstLoss: sign,
      finalLoss: sign * Infinity,
      bestLoss: sign,
      metrics: { w: NaN },
    });
  }
});

Deno.test("runTrial() ends where a parameter becomes infinite while the loss is finite", () => {
  const clipped = line((w) => w.clip(-1, 1).mul(10), 0);
  const record = run(clipped, { grid: { learningRate: [1e308] } });
  assertRecord(record, {
    status: "diverged",
    steps: 1,
    firstLoss: 0,
    finalLoss: -10,
    bestLoss: 0,
    metrics: { w: NaN },
    curve: [{ step: 0, loss: 0 }, { step: 1, loss: -10 }],
  });
});

Deno.test("runTrial() ends where one element of one parameter becomes infinite", () => {
  const wide: Problem<readonly Tensor[]> = {
    id: "wide",
    revision: 1,
    description: "two tensors",
    instance: () => ({
      start: [tensor([0, 0]), tensor([0, 0, 0])],
      loss: ([a, b]) =>
        b.clip(-1, 1).mul(tensor([1, 1, 10])).sum().add(a.sum().mul(0)),
      metrics: () => ({}),
    }),
  };
  const { status, steps } = run(wide, { grid: { learningRate: [1e308] } });
  assertEquals({ status, steps }, { status: "diverged", steps: 1 });
});

Deno.test("runTrial() takes no step where the start has no finite loss or parameter", () => {
  for (const start of [NaN, Infinity, -Infinity]) {
    assertRecord(run(line((w) => w, start)), {
      status: "diverged",
      steps: 0,
      firstLoss: start,
      finalLoss: start,
      bestLoss: NaN,
      metrics: { w: NaN },
      curve: [{ step: 0, loss: start }],
    });
  }
  assertRecord(run(line((w) => w.clip(-1, 1), Infinity)), {
    status: "diverged",
    steps: 0,
    finalLoss: 1,
    bestLoss: NaN,
    metrics: { w: NaN },
  });
});

Deno.test("runTrial() records the step at which a long trial diverges", () => {
  // The loss falls by 1 a step and is NaN where it would be below −74.
  const cliff = (w: Tensor) => w.mul(-1).add(w.sub(74.5).neg().sqrt().mul(0));
  const record = run(line(cliff, 0), { steps: 1000, grid: step });
  const { curve } = record;
  assertRecord(record, {
    status: "diverged",
    steps: 75,
    finalLoss: NaN,
    bestLoss: -74,
  });
  assertEquals(curve.at(-1), { step: 75, loss: NaN });
  const planned = recordSteps(1000).filter((at) => at < 75);
  assert(!recordSteps(1000).includes(75));
  assertEquals(curve.slice(0, -1).map(({ step }) => step), planned);
});

Deno.test("runTrial() keeps the best loss of one that rises again", () => {
  // w ← w − 1.25·2w = −1.5·w: the loss grows from the first step on.
  const record = run(line((w) => w.square(), 1), {
    steps: 3,
    grid: { learningRate: [1.25] },
  });
  assertRecord(record, {
    bestLoss: 1,
    firstLoss: 1,
    finalLoss: 1.5 ** 6,
  });
});
