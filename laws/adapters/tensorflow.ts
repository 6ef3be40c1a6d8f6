import type { Rows, StatefulInstance, WrapOptions } from "../wrap.ts";
import { wrap } from "../wrap.ts";
import type { Subject } from "../subject.ts";

/** What a tensor of numbers can be of. */
export type TensorflowDType = "float32" | "int32";

/** A tensor of TensorFlow.js, as far as the adapter needs it. */
export interface TensorflowTensor {
  /** How many numbers there are along each axis. */
  readonly shape?: readonly number[];
  /** What they are. */
  readonly dtype?: string;
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

/** A tensor that an optimizer of TensorFlow.js remembers. */
export interface TensorflowWeight<T extends TensorflowTensor> {
  /** Its name. */
  readonly name: string;
  /** The tensor. */
  readonly tensor: T;
}

/** An optimizer of TensorFlow.js, as far as the adapter needs it. */
export interface TensorflowOptimizer<T extends TensorflowTensor> {
  /** Takes one step along gradients with the names of variables. */
  applyGradients(
    gradients: { name: string; tensor: T }[],
  ): void;
  /** What it remembers, the number of its steps in front. */
  getWeights?(): Promise<TensorflowWeight<T>[]>;
  /** Goes on from what another remembered. */
  setWeights?(weights: TensorflowWeight<T>[]): Promise<void>;
}

/** The module of TensorFlow.js, as far as the adapter needs it. */
export interface Tensorflow<T extends TensorflowTensor> {
  /** A tensor of numbers. */
  tensor1d(values: number[], dtype: "float32"): T;
  /** A tensor of any shape, of which restored optimizers are made. */
  tensor?(
    values: number[],
    shape: number[],
    dtype: TensorflowDType,
  ): T;
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
 * is stateful, so it is forked by replaying its steps in a fresh one. Where it
 * has `getWeights` and `setWeights`, and the module `tensor`, it is put away and
 * taken up by these too.
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
  const restores = typeof make === "function" && tf.tensor !== undefined &&
    make().setWeights !== undefined;
  return wrap<number[][]>({
    ...options,
    dtype: "float32",
    takes: "list",
    make: (params) => instance(tf, make(), { params, unused }),
    ...restores && {
      async restore(saved: unknown) {
        const { params, weights } = saved as Saved;
        const optimizer = make();
        await restoreWeights(tf, optimizer, weights);
        return instance(tf, optimizer, { params, unused });
      },
    },
  });
}

/** An optimizer that was put away, as plain data. */
interface Saved {
  /** Parameters like those of the run. */
  readonly params: number[][];
  readonly weights: readonly SavedWeight[];
}

/** A tensor that was put away. */
interface SavedWeight {
  readonly name: string;
  readonly values: number[];
  readonly shape: number[];
  readonly dtype: TensorflowDType;
}

async function saveWeights<T extends TensorflowTensor>(
  optimizer: TensorflowOptimizer<T>,
): Promise<SavedWeight[]> {
  const weights = await optimizer.getWeights!();
  return weights.map(({ name, tensor }) => {
    const values = Array.from(tensor.dataSync());
    return {
      name,
      values,
      shape: [...tensor.shape ?? [values.length]],
      dtype: tensor.dtype === "int32" ? "int32" : "float32",
    };
  });
}

async function restoreWeights<T extends TensorflowTensor>(
  tf: Tensorflow<T>,
  optimizer: TensorflowOptimizer<T>,
  saved: readonly SavedWeight[],
): Promise<void> {
  const weights = saved.map(({ name, values, shape, dtype }) => ({
    name,
    tensor: tf.tensor!(values, shape, dtype),
  }));
  await optimizer.setWeights!(weights);
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
    save: async (): Promise<Saved> => ({
      params,
      weights: await saveWeights(optimizer),
    }),
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
