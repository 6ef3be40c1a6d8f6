/** The dense network in float32, on measurements as they are, and on a part. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Classified,
  compile,
  denseNetwork,
  type DenseNetworkOptions,
  key,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { instanceOf } from "./dense_network_support.ts";

/** 40 samples with measurements that tell them apart; one is always 0. */
const many: Classified = {
  features: Array.from({ length: 40 }, (_, i) => [i + 0.1, (i * i) % 11, 0]),
  labels: Array.from({ length: 40 }, (_, i) => i % 3),
  classes: ["a", "b", "c"],
};
const options: Partial<DenseNetworkOptions> = {
  data: many,
  trainingSize: 30,
  hidden: [4],
  batchSize: 6,
  scale: "given",
};

/** The samples in the order that the problem's key draws. */
function shuffled(seed = 1): { features: number[][]; labels: number[] } {
  const order = key(seed).fold("split").permutation(40).toArray() as number[];
  return {
    features: order.map((i) => [...many.features[i]]),
    labels: order.map((i) => many.labels[i]),
  };
}

/** The class with the greatest logit, computed plainly. */
function classOf(layers: readonly Layer[], row: readonly number[]): number {
  const outputs = layers.reduce((x, { weights, bias }, layer) => {
    const columns = weights.toArray() as number[][];
    const biases = bias.toArray() as number[];
    const net = biases.map((b, j) =>
      x.reduce((sum, value, i) => sum + value * columns[i][j], 0) + b
    );
    return layer < layers.length - 1 ? net.map((z) => Math.tanh(z)) : net;
  }, row as number[]);
  return outputs.indexOf(Math.max(...outputs));
}

interface Layer {
  readonly weights: Tensor;
  readonly bias: Tensor;
}

Deno.test("denseNetwork() takes measurements as they are given, a constant one too", () => {
  const { batches, start } = instanceOf(options);
  const { features, labels } = shuffled();
  // A batch of one sample and no hidden layer: the loss is −log softmax.
  const flat = instanceOf({ ...options, hidden: [], batchSize: 1 });
  const [{ weights }] = flat.start;
  const columns = weights.toArray() as number[][];
  for (const step of [1, 2, 17]) {
    const batch = flat.batches!.at(step);
    const [index] = batch.toArray() as number[];
    const logits = [0, 1, 2].map((j) =>
      features[index].reduce((sum, x, i) => sum + x * columns[i][j], 0)
    );
    const greatest = Math.max(...logits);
    const right = greatest - logits[labels[index]] +
      Math.log(logits.reduce((sum, z) => sum + Math.exp(z - greatest), 0));
    const loss = flat.batches!.loss(flat.start, batch).item();
    assert(Math.abs(loss - right) < 1e-12 * Math.max(1, greatest));
  }
  assert(Number.isFinite(batches!.loss(start, batches!.at(1)).item()));
  assertThrows(
    () => instanceOf({ ...options, scale: "standardised" }),
    RangeError,
    "Cannot standardise measurement 3",
  );
});

Deno.test("denseNetwork() measures loss and training accuracy on the first training samples that it is told", () => {
  const part = instanceOf({ ...options, measuredSize: 10 });
  const whole = instanceOf(options);
  const first = part.batches!;
  const ten = (from: number) => key(0).permutation(1).add(from).reshape([1]); // an index as int32
  const mean = (count: number) =>
    Array.from(
      { length: count },
      (_, i) => first.loss(part.start, ten(i)).item(),
    ).reduce((sum, each) => sum + each, 0) / count;
  const near = (a: number, b: number) =>
    assert(Math.abs(a - b) < 1e-13 * Math.max(1, Math.abs(b)), `${a}, ${b}`);
  near(part.loss(part.start).item(), mean(10));
  near(whole.loss(whole.start).item(), mean(30));
  assert(part.loss(part.start).item() !== whole.loss(whole.start).item());

  const { features, labels } = shuffled();
  const right = (from: number, to: number) =>
    features.slice(from, to).filter((row, i) =>
      classOf(part.start, row) === labels[from + i]
    ).length / (to - from);
  const accuracies = ({ start, metrics }: typeof part) => {
    const { trainAccuracy, testAccuracy } = metrics(start);
    return [trainAccuracy.item(), testAccuracy.item()];
  };
  assertEquals(accuracies(part), [right(0, 10), right(30, 40)]);
  assertEquals(accuracies(whole), [right(0, 30), right(30, 40)]);
  // Batches are drawn from all training samples, as they are without it.
  for (const step of [1, 2, 6]) {
    assertEquals(first.at(step).toArray(), whole.batches!.at(step).toArray());
  }
});

Deno.test("denseNetwork() with batches measures without the measurements that are always 0, bit for bit as with them", () => {
  const [all, some] = [30, 6].map((batchSize) =>
    instanceOf({ ...options, batchSize })
  );
  const products = (f: (layers: typeof all.start) => Tensor) => {
    using compiled = compile(f);
    return compiled.explain(all.start).match(/matmul of .*? and \[.*?\]/g)![0];
  };
  assertEquals(products(all.loss), "matmul of [30, 3] and [3, 4]");
  assertEquals(products(some.loss), "matmul of [30, 2] and [2, 4]");
  assertEquals(
    products((layers) => some.metrics(layers).testAccuracy),
    "matmul of [10, 2] and [2, 4]",
  );
  const batch = some.batches!.at(1);
  assertEquals(
    products((layers) => some.batches!.loss(layers, batch)),
    "matmul of [6, 3] and [3, 4]",
  );
  const [first, ...others] = all.start;
  for (const weight of [1, 0, -0, Infinity, NaN]) {
    const weights = first.weights.mul(tensor([[1], [1], [weight]]));
    const layers = [{ ...first, weights }, ...others];
    const measured = [all, some].map(({ loss, metrics }) =>
      [loss(layers), ...Object.values(metrics(layers))].map((x) => x.item())
    );
    assertSameBits(measured[1], measured[0]);
  }
});

Deno.test("denseNetwork() has parameters, measurements and losses of its dtype", () => {
  for (const dtype of ["float64", "float32"] as const) {
    for (const weights of ["glorot", "he"] as const) {
      const instance = instanceOf({ ...options, dtype, weights });
      const { start, loss, batches } = instance;
      assert(start.every(({ weights }) => weights.dtype === dtype));
      assert(start.every(({ bias }) => bias.dtype === dtype));
      assertEquals(loss(start).dtype, dtype);
      assertEquals(batches!.loss(start, batches!.at(1)).dtype, dtype);
    }
  }
});

Deno.test("denseNetwork() standardises in float64 and rounds what comes out", () => {
  const data = { ...many, features: many.features.map(([a, b]) => [a, b]) };
  const own = { ...options, data, scale: undefined, batchSize: 1, hidden: [] };
  const [single, double] = (["float32", "float64"] as const).map((dtype) =>
    instanceOf({ ...own, dtype })
  );
  // With weights 1 and 0 the logits are the measurements, and 0.
  for (const step of [1, 2, 3]) {
    const losses = [single, double].map(({ start, batches }) => {
      const [{ weights, bias }] = start;
      const layers = [{ weights: weights.mul(0).add(1), bias }];
      return batches!.loss(layers, batches!.at(step)).item();
    });
    // Three equal logits: the loss is log 3, rounded.
    assert(Math.abs(losses[0] - Math.log(3)) < 1e-6);
    assert(Math.abs(losses[1] - Math.log(3)) < 1e-15);
  }
});

Deno.test("denseNetwork() keeps the split of one key apart from that of another", () => {
  const problem = denseNetwork({
    id: "some",
    activation: "tanh",
    weights: "glorot",
    penalty: 0,
    data: many,
    trainingSize: 30,
    hidden: [4],
    scale: "given",
  });
  const lossOf = (seed: number) => {
    const keys = { problem: key(seed), start: key(2), batches: key(3) };
    const { loss, start } = problem.instance(keys);
    return loss(start).item();
  };
  const losses = [1, 5, 1].map(lossOf);
  assert(losses[0] !== losses[1]);
  assertSameBits(losses[2], losses[0]);
});

Deno.test("denseNetwork() refuses samples of unequal length and forms that it lacks", () => {
  const ragged = { ...many, features: [...many.features.slice(1), [1, 2]] };
  assertThrows(
    () => instanceOf({ ...options, data: ragged }),
    TypeError,
    "each must have 3 measurements, as the first has; sample 40 has 2",
  );
  for (const measuredSize of [0, 31, 2.5]) {
    assertThrows(
      () => instanceOf({ ...options, measuredSize }),
      RangeError,
      `measuredSize must be a whole number in [1, 30], current value is ` +
        measuredSize,
    );
  }
  assertThrows(
    () => instanceOf({ ...options, batchSize: undefined, measuredSize: 5 }),
    RangeError,
    "measuredSize must be a whole number in [30, 30]",
  );
  assertThrows(
    () => instanceOf({ ...options, scale: "none" as "given" }),
    TypeError,
    "scale must be standardised or given, current value is none",
  );
  assertThrows(
    () => instanceOf({ ...options, dtype: "int32" as "float32" }),
    TypeError,
    "dtype must be float64 or float32, current value is int32",
  );
});
