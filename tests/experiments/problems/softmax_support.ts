/** What the tests of softmax regression share: data, and which part is trained on. */
import * as fc from "fast-check";
import {
  type Classified,
  grad,
  type Instance,
  type Key,
  key,
  softmaxRegression,
  type SoftmaxRegressionOptions,
  type SoftmaxRegressionParameters as Parameters,
  type Tensor,
  zeros,
} from "../../../mod.ts";

/** Half a unit in the last place of 1. */
export const u = 2 ** -53;

export function instanceOf(
  data: Classified,
  options: Partial<SoftmaxRegressionOptions> = {},
  problem: Key = key(1),
  start: Key = key(2),
): Instance<Parameters> {
  return softmaxRegression({
    id: "some-data",
    data,
    trainingSize: data.features.length - 1,
    startDeviation: 1,
    penalty: 0,
    ...options,
  }).instance({ problem, start, batches: key(3) });
}

export function numbersOf(x: Tensor): number[] {
  return [...x.toTypedArray()];
}

/** Data of one measurement a sample, each sample in a class of its own. */
export function ownClasses(measurements: readonly number[]): Classified {
  return {
    features: measurements.map((x) => [x]),
    labels: measurements.map((_, i) => i),
    classes: measurements.map((_, i) => `class ${i}`),
  };
}

/** The derivatives of the loss at weights and bias 0. */
export function slopesAtZero(
  { loss, start }: Instance<Parameters>,
): { weights: number[]; bias: number[] } {
  const slopes = grad(loss)({
    weights: zeros(start.weights.shape),
    bias: zeros(start.bias.shape),
  });
  return { weights: numbersOf(slopes.weights), bias: numbersOf(slopes.bias) };
}

/**
 * Which samples are trained on, of so many. With a class for each sample, at
 * weights and bias 0, ∂loss/∂bias_j is 1/samples − 1/trainingSize < 0 for a
 * sample j that is trained on, and 1/samples for the others.
 */
export function trainingSet(
  samples: number,
  trainingSize: number,
  problem: Key = key(1),
): boolean[] {
  const data = ownClasses(Array.from({ length: samples }, (_, i) => i));
  const instance = instanceOf(data, { trainingSize }, problem);
  return slopesAtZero(instance).bias.map((slope) => slope < 0);
}

/** Data, the size of its training part, and the seed of the key that splits it. */
export interface Case {
  readonly data: Classified;
  readonly trainingSize: number;
  readonly seed: number;
}

/** Measurements that differ between samples, so that each can be standardised. */
export function cases(): fc.Arbitrary<Case> {
  return fc.record({
    samples: fc.integer({ min: 3, max: 14 }),
    width: fc.integer({ min: 1, max: 3 }),
    classes: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  }).chain(({ samples, width, classes, seed }) =>
    fc.record({
      columns: fc.array(
        fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), {
          minLength: samples,
          maxLength: samples,
        }),
        { minLength: width, maxLength: width },
      ),
      labels: fc.array(fc.nat({ max: classes - 1 }), {
        minLength: samples,
        maxLength: samples,
      }),
      trainingSize: fc.integer({ min: 2, max: samples - 1 }),
    }).map(({ columns, labels, trainingSize }) => ({
      data: {
        features: labels.map((_, i) => columns.map((column) => column[i] / 8)),
        labels,
        classes: Array.from({ length: classes }, (_, j) => `class ${j}`),
      },
      trainingSize,
      seed,
    }))
  );
}
