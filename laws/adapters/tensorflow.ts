import type { Rows, StatefulInstance, WrapOptions } from "../wrap.ts";
import { wrap } from "../wrap.ts";
import type { Subject } from "../subject.ts";

/** A tensor of TensorFlow.js, as far as the adapter needs it. */
export interface TensorflowTensor {
  /** The numbers, in a row. */
  dataSync(): ArrayLike<number>;
  /** Gives the memory back. */
  dispose(): void;
}

/** A variable of TensorFlow.js, as far as the adapter needs it. */
export interface TensorflowVariable<T extends TensorflowTensor>
  extends TensorflowTensor {
  /** Its name, by which optimizers find it. */
  readonly name: string;
  /** Takes over the numbers of a tensor. */
  assign(value: T): void;
}

/** An optimizer of TensorFlow.js, as far as the adapter needs it. */
export interface TensorflowOptimizer<T extends TensorflowTensor> {
  /** Takes one step along gradients with the names of variables. */
  applyGradients(
    gradients: { name: string; tensor: T }[],
  ): void;
}

/** The module of TensorFlow.js, as far as the adapter needs it. */
export interface Tensorflow<T extends TensorflowTensor> {
  /** A tensor of numbers. */
  tensor1d(values: number[], dtype: "float32"): T;
  /** A variable that starts from a tensor. */
  variable(initial: T): TensorflowVariable<T>;
}

/** What is said of an optimizer of TensorFlow.js. */
export interface TensorflowOptions<T extends TensorflowTensor>
  extends Omit<WrapOptions, "takes" | "dtype"> {
  /** A fresh optimizer: `() => tf.train.momentum(0.5, 0.75)`. */
  readonly make: () => TensorflowOptimizer<T>;
  /**
   * How a parameter is handed over whose gradients are all 0: with them, or
   * not at all, as `minimize` does where a loss does not depend on it. Default:
   * `given`.
   */
  readonly unused?: "given" | "left out";
}

/**
 * Lets the laws see an optimizer of TensorFlow.js, which rounds to float32. It
 * is stateful, so it is forked by replaying its steps in a fresh one.
 *
 * @param tf the module `@tensorflow/tfjs` (or `tfjs-core`) with its backend
 * ready.
 * @throws {TypeError} as {@linkcode wrap} does.
 *
 * @example
 * ```ts
 * import { tensorflow } from "@descent/lab/laws";
 * import { assertEquals } from "@std/assert";
 *
 * // In earnest: import * as tf from "npm:@tensorflow/tfjs@4.22.0";
 * const weights = new Map<string, number[]>();
 * const tensor = (data: number[]) => ({ dataSync: () => data, dispose() {} });
 * type Row = ReturnType<typeof tensor>;
 * const tf = {
 *   tensor1d: tensor,
 *   variable(start: Row) {
 *     const name = `v${weights.size}`;
 *     const assign = (x: Row) => void weights.set(name, x.dataSync());
 *     assign(start);
 *     return { ...start, name, assign, dataSync: () => weights.get(name)! };
 *   },
 * };
 * const sgd = {
 *   applyGradients(gradients: { name: string; tensor: Row }[]) {
 *     for (const { name, tensor } of gradients) {
 *       const g = tensor.dataSync();
 *       const w = weights.get(name)!;
 *       weights.set(name, w.map((x, i) => x - 0.5 * g[i]));
 *     }
 *   },
 * };
 * const subject = tensorflow(tf, { id: "sgd", make: () => sgd });
 * const state = await subject.init([[1, 2]], [[2]]);
 * const next = await subject.update([[4, -4]], { params: [[1, 2]], state });
 * assertEquals(next.params, [[-1, 4]]);
 * ```
 */
export function tensorflow<T extends TensorflowTensor>(
  tf: Tensorflow<T>,
  { make, unused = "given", ...options }: TensorflowOptions<T>,
): Subject {
  return wrap<number[][]>({
    ...options,
    dtype: "float32",
    takes: "list",
    make: (params) => instance(tf, make(), { params, unused }),
  });
}

function instance<T extends TensorflowTensor>(
  tf: Tensorflow<T>,
  optimizer: TensorflowOptimizer<T>,
  { params, unused }: { params: number[][]; unused: "given" | "left out" },
): StatefulInstance<Extract<Rows, number[][]>> {
  const variables = params.map((row) => {
    const start = tf.tensor1d(row, "float32");
    const variable = tf.variable(start);
    start.dispose();
    return variable;
  });
  return {
    step(weights, grads) {
      variables.forEach((variable, i) => {
        const value = tf.tensor1d(weights[i], "float32");
        variable.assign(value);
        value.dispose();
      });
      const gradients = variables.map(({ name }, i) => ({
        name,
        tensor: tf.tensor1d(grads[i], "float32"),
      }));
      const used = gradients.filter((_, i) =>
        unused === "given" || grads[i].some((x) => x !== 0)
      );
      if (used.length > 0) optimizer.applyGradients(used);
      for (const { tensor } of gradients) tensor.dispose();
      return variables.map((variable) => Array.from(variable.dataSync()));
    },
  };
}
