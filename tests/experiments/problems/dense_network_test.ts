import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Classified,
  denseNetwork,
  type DenseNetworkParameters,
  grad,
  key,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { trainingSet } from "./softmax_support.ts";

import { instanceOf, some, sum } from "./dense_network_support.ts";

const shapesOf = (layers: DenseNetworkParameters) =>
  layers.map(({ weights, bias }) => [weights.shape, bias.shape]);

Deno.test("denseNetwork() has a layer for each hidden width and one for the classes", () => {
  assertEquals(shapesOf(instanceOf({ hidden: [] }).start), [[[2, 3], [3]]]);
  assertEquals(shapesOf(instanceOf({ hidden: [5, 1] }).start), [
    [[2, 5], [5]],
    [[5, 1], [1]],
    [[1, 3], [3]],
  ]);
});

/** All weights of many draws of a first layer of 3 inputs and 5 outputs. */
function drawnWeights(weights: "glorot" | "he"): number[] {
  const features = some.features.map(([a, b]) => [a, b, a * b + a]);
  return Array.from({ length: 200 }, (_, seed) => {
    const options = { weights, hidden: [5], data: { ...some, features } };
    const { start } = instanceOf(options, [1, seed, 0]);
    for (const { bias } of start) {
      assert(bias.toTypedArray().every((b) => b === 0));
    }
    return [...start[0].weights.toTypedArray()];
  }).flat();
}

Deno.test("denseNetwork() starts from Glorot's uniform or He's normal weights, the bias from 0", () => {
  const [glorot, he] = [drawnWeights("glorot"), drawnWeights("he")];
  const count = glorot.length;
  const variance = (numbers: number[]) =>
    sum(numbers.map((x) => x * x)) / numbers.length;
  const limit = Math.sqrt(6 / (3 + 5));
  assert(glorot.every((w) => Math.abs(w) <= limit));
  assert(Math.max(...glorot) > 0.99 * limit);
  assert(Math.min(...glorot) < -0.99 * limit);
  // Five standard errors: a square has the variance (κ − 1)·σ⁴, κ = 1.8 for a
  // uniform number and 3 for a normal one.
  const near = (actual: number, right: number, kurtosis: number) =>
    assert(
      Math.abs(actual - right) < 5 * right * Math.sqrt((kurtosis - 1) / count),
    );
  near(variance(glorot), limit * limit / 3, 1.8);
  near(variance(he), 2 / 3, 3);
  assert(he.some((w) => Math.abs(w) > limit * 2));
});

Deno.test("denseNetwork() draws layers apart, and the start from the seed's key alone", () => {
  const square = { hidden: [3, 3, 3] };
  const weights = (keys: [number, number, number]) =>
    instanceOf(square, keys).start.map(({ weights }) => [
      ...weights.toTypedArray(),
    ]);
  const [, second, third] = weights([1, 2, 3]);
  assert(second.every((w, i) => w !== third[i]));
  // Between two layers of 3 the weights are within √(6/6).
  const own = key(2).fold("layer 2").fold("weights");
  assertEquals(second, own.uniform([9], { low: -1, high: 1 }).toArray());
  assertEquals(weights([8, 2, 9]), weights([1, 2, 3]));
  assert(weights([1, 3, 3])[1].every((w, i) => w !== second[i]));
});

Deno.test("denseNetwork() lets steps learn from batches of the training samples", () => {
  const whole = instanceOf({ trainingSize: 6, penalty: 0.3 });
  assertEquals(whole.batches, undefined);
  assertEquals(instanceOf({ batchSize: 5 }).batches, undefined);
  assertEquals(instanceOf({ batchSize: 4 }).batches?.at(1).shape, [4]);
  const { batches, loss, start } = instanceOf({
    trainingSize: 6,
    batchSize: 2,
    penalty: 0.3,
  });
  for (const epoch of [0, 1, 2]) {
    const parts = [1, 2, 3].map((step) => batches!.at(3 * epoch + step));
    const indices = parts.flatMap((part) => [...part.toTypedArray()]);
    assertEquals([...indices].sort(), [0, 1, 2, 3, 4, 5]);
    // The mean of the means of equal parts, penalty and all, is the whole;
    // a loss of a few units is off by fewer than 100 roundings.
    const losses = parts.map((part) => batches!.loss(start, part).item());
    const error = Math.abs(sum(losses) / 3 - loss(start).item());
    assert(error < 100 * 2 ** -53 * 8);
    assert(new Set(losses).size === 3);
  }
});

Deno.test("denseNetwork() learns from batches as from those samples alone", () => {
  const options = { trainingSize: 6, batchSize: 3, penalty: 0.2 };
  const { batches, loss, start } = instanceOf(options);
  const all = tensor([0, 1, 2, 3, 4, 5], "int32");
  assertSameBits(batches!.loss(start, all).item(), loss(start).item());
  const slopes = grad((w: DenseNetworkParameters) => batches!.loss(w, all));
  const right = grad(loss)(start);
  slopes(start).forEach(({ weights, bias }, i) => {
    assertSameBits(weights.toTypedArray(), right[i].weights.toTypedArray());
    assertSameBits(bias.toTypedArray(), right[i].bias.toTypedArray());
  });
});

Deno.test("denseNetwork() draws the batches from the seed's own key alone", () => {
  const order = (keys: [number, number, number]) =>
    Array.from(
      { length: 12 },
      (_, i) => instanceOf({ batchSize: 1 }, keys).batches!.at(i + 1).toArray(),
    ).flat();
  assertEquals(order([1, 2, 3]), order([7, 8, 3]));
  assert(order([1, 2, 3]).join() !== order([1, 2, 4]).join());
});

Deno.test("denseNetwork() does not let the test samples into loss or batches", () => {
  const trained = trainingSet(7, 5, key(1));
  const features = some.features.map(([a, b], i) =>
    trained[i] ? [a, b] : [50 + i, -i]
  );
  const labels = some.labels.map((label, i) =>
    trained[i] ? label : (label + 1) % 3
  );
  const losses = (data: Classified) => {
    const { loss, batches, start } = instanceOf({ data, batchSize: 2 });
    return [
      loss(start).item(),
      ...[1, 2].map((step) => batches!.loss(start, batches!.at(step)).item()),
    ];
  };
  assertSameBits(losses({ ...some, features, labels }), losses(some));
});

Deno.test("denseNetwork() refuses widths, batches and sizes that cannot be", () => {
  for (const width of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => instanceOf({ hidden: [3, width] }),
      RangeError,
      "Cannot create denseNetwork: a width of hidden must be a whole number " +
        `of at least 1, current value is ${width}`,
    );
  }
  for (const batchSize of [0, -1, 1.5, 6, NaN]) {
    assertThrows(
      () => instanceOf({ batchSize }),
      RangeError,
      "Cannot create denseNetwork: batchSize must be a whole number in " +
        `[1, 5], current value is ${batchSize}`,
    );
  }
  assertThrows(
    () => instanceOf({ trainingSize: 7 }),
    RangeError,
    "Cannot create denseNetwork: trainingSize must be a whole number in " +
      "[2, 6], current value is 7",
  );
  assertThrows(
    () => instanceOf({ data: { ...some, labels: [0] } }),
    TypeError,
    "Cannot create denseNetwork: 7 samples must have as many labels",
  );
  assertThrows(
    () =>
      instanceOf({
        data: { ...some, features: some.features.map(([a]) => [a, 1]) },
      }),
    RangeError,
    "Cannot standardise measurement 2 in denseNetwork",
  );
});

Deno.test("denseNetwork() refuses activations, weights and penalties that there are not", () => {
  assertThrows(
    () => instanceOf({ activation: "tnah" as "tanh" }),
    TypeError,
    "Cannot create denseNetwork: activation must be identity or sigmoid or " +
      "tanh or relu, current value is tnah",
  );
  for (const weights of ["xavier", "Glorot", undefined]) {
    assertThrows(
      () => instanceOf({ weights: weights as "he" }),
      TypeError,
      "Cannot create denseNetwork: weights must be glorot or he, current " +
        `value is ${weights}`,
    );
  }
  for (const penalty of [-1, NaN, Infinity]) {
    assertThrows(
      () => instanceOf({ penalty }),
      RangeError,
      "Cannot create denseNetwork: penalty must be at least 0, current value " +
        `is ${penalty}`,
    );
  }
});

Deno.test("denseNetwork() names what it is", () => {
  const { id, revision, description, sharedLoss } = denseNetwork({
    id: "flowers",
    data: some,
    trainingSize: 3,
    hidden: [8, 5],
    activation: "relu",
    weights: "he",
    penalty: 0,
  });
  assertEquals({ id, revision, description, sharedLoss }, {
    id: "flowers",
    revision: 1,
    description: "a network of widths 2-8-5-3 with relu on 3 of 7 samples",
    sharedLoss: true,
  });
});
