import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type ActivationName,
  checkGradient,
  key,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { type Case, cases, trainingSet } from "./softmax_support.ts";

import { instanceOf, sum } from "./dense_network_support.ts";

const plainActivations: Record<ActivationName, (z: number) => number> = {
  identity: (z) => z,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
};

/** The standardised measurements of all samples, by the training ones. */
function standardised({ data, trainingSize, seed }: Case) {
  const trained = trainingSet(data.labels.length, trainingSize, key(seed));
  const columns = data.features[0].map((_, k) => {
    const column = data.features.filter((_, i) => trained[i])
      .map((row) => row[k]);
    const mean = sum(column) / column.length;
    const squares = column.map((x) => (x - mean) ** 2);
    return { mean, deviation: Math.sqrt(sum(squares) / column.length) };
  });
  const x = data.features.map((row) =>
    row.map((each, k) => (each - columns[k].mean) / columns[k].deviation)
  );
  return { x, trained };
}

/** The logits of one sample, in plain numbers. */
function plainForward(
  layers: readonly { weights: number[][]; bias: number[] }[],
  x: readonly number[],
  f: (z: number) => number,
): number[] {
  let h = [...x];
  layers.forEach(({ weights, bias }, i) => {
    const z = bias.map((b, j) =>
      b + sum(h.map((each, k) => each * weights[k][j]))
    );
    h = i < layers.length - 1 ? z.map(f) : z;
  });
  return h;
}

Deno.test("denseNetwork() has the loss and the accuracies of a plain forward pass", () => {
  check(
    fc.property(
      cases(),
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      fc.constantFrom<ActivationName>("identity", "sigmoid", "tanh", "relu"),
      fc.constantFrom(0, 0.5),
      (each, hidden, activation, penalty) => {
        const { data, trainingSize, seed } = each;
        const instance = instanceOf({
          data,
          trainingSize,
          hidden,
          activation,
          penalty,
        }, [seed, seed + 1, 0]);
        const { start: drawn, loss, metrics } = instance;
        const start = drawn.map(({ weights, bias }) => ({
          weights,
          bias: bias.add(tensor(bias.shape[0] > 1 ? 0.25 : -0.5)),
        }));
        const layers = start.map(({ weights, bias }) => ({
          weights: weights.toArray() as number[][],
          bias: bias.toArray() as number[],
        }));
        const { x, trained } = standardised(each);
        const logits = x.map((row) =>
          plainForward(layers, row, plainActivations[activation])
        );
        const surprises = logits.map((row, i) => {
          const most = Math.max(...row);
          const all = sum(row.map((z) => Math.exp(z - most)));
          return most + Math.log(all) - row[data.labels[i]];
        });
        const mean = (numbers: number[]) => sum(numbers) / numbers.length;
        const squares = sum(
          layers.flatMap(({ weights }) => weights.flat().map((w) => w * w)),
        );
        const expected = mean(surprises.filter((_, i) => trained[i])) +
          penalty / 2 * squares;
        // Weights are below 3, measurements below √14, widths at most 4: no
        // term is above 3³·4³·4, each off by fewer than 1000 roundings.
        const actual = loss(start).item();
        assert(Math.abs(actual - expected) < 1000 * 2 ** -53 * 7000);

        const margin = Math.min(...logits.map((row) => {
          const [first, second = -Infinity] = [...row].sort((a, b) => b - a);
          return first - second;
        }));
        if (margin < 1e-9) return; // Rounding decides which class is greatest.
        const right = logits.map((row, i) =>
          row.indexOf(Math.max(...row)) === data.labels[i]
        );
        const share = (part: boolean) =>
          mean(right.filter((_, i) => trained[i] === part).map(Number));
        const { trainAccuracy, testAccuracy } = metrics(start);
        assertSameBits(trainAccuracy.item(), share(true));
        assertSameBits(testAccuracy.item(), share(false));
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("denseNetwork() has the gradient of its differences", () => {
  for (const activation of ["identity", "sigmoid", "tanh"] as const) {
    const { loss, start } = instanceOf({
      activation,
      hidden: [3, 2],
      penalty: 0.1,
    });
    const report = checkGradient(loss, start);
    assertEquals(report.verdict, "agrees", report.message);
  }
});
