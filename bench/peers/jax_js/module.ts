/** jax-js, as far as it is used here. Each use of an array takes it. */

/** An array. */
export interface Array {
  /** The array, for one more use. */
  readonly ref: Array;
  add(other: Array | number): Array;
  sub(other: Array | number): Array;
  mul(other: Array | number): Array;
  div(other: Array | number): Array;
  sum(axis?: number): Array;
  mean(axis?: number): Array;
  reshape(shape: number[]): Array;
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

/** A function of arrays and lists of them. */
// deno-lint-ignore no-explicit-any
export type Traced = (...args: any[]) => any;

/** The module. */
export interface Jax {
  init(...devices: string[]): Promise<unknown>;
  defaultDevice(device: string): unknown;
  jit<F extends Traced>(f: F): F;
  valueAndGrad<F extends Traced>(f: F): Traced;
  grad<F extends Traced>(f: F): Traced;
  readonly tree: {
    ref<T>(tree: T): T;
    dispose(tree: unknown): void;
  };
  readonly numpy: {
    array(data: Float32Array | Float64Array | Int32Array): Array;
    zeros(shape: number[], options: { dtype: string }): Array;
    matmul(a: Array, b: Array): Array;
    tanh(x: Array): Array;
    sqrt(x: Array): Array;
    square(x: Array): Array;
    power(a: Array | number, b: Array | number): Array;
    multiply(a: Array | number, b: Array | number): Array;
    subtract(a: Array | number, b: Array | number): Array;
  };
  readonly nn: {
    relu(x: Array): Array;
    logSoftmax(x: Array, axis: number): Array;
    oneHot(x: Array, classes: number): Array;
  };
  blockUntilReady(tree: unknown): Promise<unknown>;
}
