import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { activations, key, layerChainError, tensor } from "../../../mod.ts";
import { exampleChain } from "../../../experiments/problems/layer_chain_error.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

const keys = { problem: key(0), start: key(1), batches: key(2) };
const numbers = fc.double({ min: -4, max: 4, noNaN: true });
const examples = fc.record({
  weights: fc.array(numbers, { minLength: 1, maxLength: 6 }),
  input: numbers,
  target: numbers,
});

Deno.test("layerChainError() starts from the example's weights, whatever the keys", () => {
  check(
    fc.property(examples, fc.nat(), (example, seed) => {
      const problem = layerChainError(example, activations.tanh);
      const keys = {
        problem: key(seed),
        start: key(seed + 1),
        batches: key(seed + 2),
      };
      const { start } = problem.instance(keys);
      assertSameBits(start.map((w) => w.item()), example.weights);
    }),
  );
});

Deno.test("layerChainError() is wₙ·…·w₁·x − y for the identity, from the input outwards", () => {
  check(
    fc.property(examples, ({ weights, input, target }) => {
      const example = { weights, input, target };
      const problem = layerChainError(example, activations.identity);
      const { loss, start } = problem.instance(keys);
      let h = input;
      for (const w of weights) h = w * h;
      assertSameBits(loss(start).item(), h - target);
    }),
    { numRuns: 300 },
  );
});

Deno.test("layerChainError() passes each layer's output through its activation", () => {
  check(
    fc.property(examples, ({ weights, input, target }) => {
      const example = { weights, input, target };
      const { loss, start } = layerChainError(example, activations.relu)
        .instance(keys);
      let h = input;
      for (const w of weights) h = w * h < 0 ? 0 : w * h;
      assertSameBits(loss(start).item(), h - target);
    }),
    { numRuns: 300 },
  );
});

Deno.test("layerChainError() is a function of the weights that it is given", () => {
  const example = { weights: [1, 1], input: 3, target: 1 };
  const { loss } = layerChainError(example, activations.identity)
    .instance(keys);
  assertEquals(loss([tensor(2), tensor(5)]).item(), 29);
});

Deno.test("layerChainError() has a name for each activation and no metrics", () => {
  const example = { weights: [2, 3, 4], input: 5, target: 100 };
  const problems = Object.values(activations).map((activation) =>
    layerChainError(example, activation)
  );
  assertEquals(problems.map(({ id }) => id), [
    "chain-identity",
    "chain-sigmoid",
    "chain-tanh",
    "chain-relu",
  ]);
  assertEquals(
    problems[1].description,
    "the signed error of 3 layers with sigmoid",
  );
  for (const problem of problems) {
    const { metrics, start } = problem.instance(keys);
    assertEquals(metrics(start), {});
  }
});

Deno.test("exampleChain() has a layer for each weight", () => {
  const example = { weights: [1, 2, 3, 4], input: 1, target: 0 };
  const chain = exampleChain(example, activations.tanh);
  assertEquals(chain.depth, 4);
  const [z] = [chain.forward([1, 1, 1, 1].map((w) => tensor(w)), 0.5, 0).z];
  assert(z[2].item() < z[1].item());
});
