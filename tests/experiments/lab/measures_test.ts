import { assert, assertEquals } from "@std/assert";
import { key, type Tensor, tensor } from "../../../mod.ts";
import { measuresOf, numbersOf } from "../../../experiments/lab/measures.ts";
import { bowl } from "../support/studies.ts";

const keys = { problem: key(0), start: key(1), batches: key(2) };

Deno.test("measuresOf() has the loss and of the metrics those that are wanted", () => {
  const loss = (w: Tensor) => w.square().sum();
  const instance = {
    ...bowl().instance(keys),
    loss,
    metrics: (w: Tensor) => ({ most: w.max(), least: w.min(), sum: w.sum() }),
  };
  const w = tensor([3, -4]);
  using measures = measuresOf(instance, ["sum", "elsewhere", "least"]);
  assertEquals(measures.loss(w).item(), 25);
  assertEquals(numbersOf(measures.metrics(w)), { least: -4, sum: -1 });
  using none = measuresOf(instance, []);
  assertEquals(numbersOf(none.metrics(w)), {});
  assert(Object.keys(instance.metrics(w)).length === 3);
});
