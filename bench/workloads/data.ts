/**
 * The numbers that all contestants start from. `peers/python/data.py` makes the
 * same ones.
 */
import type { Rosenbrock, Training } from "./workload.ts";

/**
 * Numbers in [−1, 1), multiples of 2⁻²³: PCG's output permutation of a counter.
 *
 * @param stream which numbers; each stream has its own.
 */
export function numbers(stream: number, length: number): Float64Array {
  const result = new Float64Array(length);
  const first = Math.imul(stream, 0x9e3779b9);
  for (let i = 0; i < length; i++) {
    const state = Math.imul(first + i, 747796405) + 2891336453 >>> 0;
    const shifted = (state >>> ((state >>> 28) + 4)) ^ state;
    const word = Math.imul(shifted, 277803737);
    result[i] = (((word >>> 22) ^ word) >>> 8) / 2 ** 23 - 1;
  }
  return result;
}

/** The data and the parameters before the first step, in row-major order. */
export interface TrainingData {
  /** [batch, features] */
  readonly x: Float64Array;
  /** [batch, outputs], or the class of each sample. */
  readonly y: Float64Array;
  /** [inputs, outputs] of each layer; its biases begin as zeros. */
  readonly weights: readonly Float64Array[];
}

/** What a network starts from. */
export function trainingData({ layers, batch, loss }: Training): TrainingData {
  const outputs = layers[layers.length - 1];
  const weights = layers.slice(1).map((outputs, i) => {
    const scale = Math.sqrt(3 / layers[i]);
    return numbers(i, layers[i] * outputs).map((number) => number * scale);
  });
  const x = numbers(100, batch * layers[0]);
  const y = loss === "squares"
    ? numbers(101, batch * outputs)
    : numbers(101, batch).map((n) => Math.floor((n + 1) / 2 * outputs));
  return { x, y, weights };
}

/** Parameters and gradients of an update. */
export function updateData(
  size: number,
): { readonly w: Float64Array; readonly g: Float64Array } {
  return { w: numbers(200, size), g: numbers(201, size) };
}

/** The factors of a product, [size, size] each. */
export function productData(
  size: number,
): { readonly a: Float64Array; readonly b: Float64Array } {
  return { a: numbers(300, size * size), b: numbers(301, size * size) };
}

/** Where the runs down the valley start. */
export function rosenbrockData(
  { runs }: Rosenbrock,
): { readonly x: Float64Array; readonly y: Float64Array } {
  return {
    x: numbers(400, runs).map((number) => 2 * number),
    y: numbers(401, runs).map((number) => 2 * number),
  };
}

/** Up to 16 elements, spread over all, by which results are compared. */
export function sample(elements: ArrayLike<number>): number[] {
  const count = Math.min(16, elements.length);
  return Array.from(
    { length: count },
    (_, i) => elements[Math.floor(i * elements.length / count)],
  );
}
