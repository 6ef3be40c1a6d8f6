import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  contestant,
  gradientDescent,
  key,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { measuresOf, numbersOf } from "../../../experiments/lab/measures.ts";
import { runTrials } from "../../../experiments/lab/run_trials.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { bowl, study } from "../support/studies.ts";
import { chasing } from "./together_support.ts";

const keys = { problem: key(0), start: key(1), batches: key(2) };
const instance = {
  ...bowl().instance(keys),
  loss: (w: Tensor) => w.square().sum(),
  metrics: (w: Tensor) => ({ most: w.max(), least: w.min(), sum: w.sum() }),
};

Deno.test("measuresOf() has the loss and of the metrics those that are wanted", () => {
  const w = tensor([3, -4]);
  using measures = measuresOf(instance, ["sum", "elsewhere", "least"]);
  assertEquals(measures.loss(w).item(), 25);
  assertEquals(numbersOf(measures.metrics(w)), { least: -4, sum: -1 });
  const { loss, metrics } = measures.both(w);
  assertEquals(loss.item(), 25);
  assertEquals(numbersOf(metrics), { least: -4, sum: -1 });
  using none = measuresOf(instance, []);
  assertEquals(numbersOf(none.metrics(w)), {});
  assert(Object.keys(instance.metrics(w)).length === 3);
});

Deno.test("measuresOf() computes the loss at a start once, and no other one", () => {
  const starts = [[3, -4], [3, 0]].map((w) => tensor(w));
  const measures = measuresOf(instance, []);
  const lossOf = (w: readonly number[], start: number) =>
    measures.lossOf(tensor([...w]), starts[start]);
  assertEquals(lossOf([3, 4], 0), 25);
  assertEquals([lossOf([3, -4], 0), lossOf([3, 0], 1)], [25, 9]);
  assertEquals(lossOf([3, -5], 0), 34);
  measures[Symbol.dispose]();
  assertEquals([lossOf([3, -4], 0), lossOf([3, 0], 1)], [25, 9]);
  // It starts elsewhere, it is elsewhere, and −0 is not 0.
  for (const [w, start] of [[[3, -4], 1], [[3, 4], 0], [[3, -0], 1]] as const) {
    assertThrows(() => lossOf(w, start), TypeError, "disposed of");
  }
});

Deno.test("runTrials() measures the loss and the metrics at the end in one program where there are batches", () => {
  const traced: string[] = [];
  const one = chasing();
  const problem: typeof one = {
    ...one,
    instance(keys) {
      const instance = one.instance(keys);
      return {
        ...instance,
        loss(w) {
          traced.push("loss");
          return instance.loss(w);
        },
        metrics(w) {
          traced.push("metrics");
          return instance.metrics(w);
        },
      };
    },
  };
  const own = study({
    problems: [problem],
    optimizers: [contestant(gradientDescent)],
    grid: { learningRate: [0.5, 0.25] },
    metrics: ["w"],
    seeds: 2,
  });
  const records = runTrials(own, enumerateCells(own, [problem]));
  assertEquals(traced, ["loss", "loss", "metrics"]);
  for (const { finalLoss, metrics: { w } } of records) {
    assertEquals(finalLoss, (w - 10) * (w - 10));
  }
});
