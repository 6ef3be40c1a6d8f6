/** TensorFlow.js, as far as it is used here. */

/** A tensor. */
export interface Tensor {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

/** A tensor that keeps its place when its elements change. */
export interface Variable extends Tensor {
  assign(value: Tensor): void;
}

/** An optimizer; its state is as long-lived as it is. */
export interface Optimizer {
  minimize(f: () => Tensor, returnCost: boolean): Tensor | null;
  applyGradients(gradients: Record<string, Tensor>): void;
  dispose(): void;
}

/** The module. */
export interface Tensorflow {
  readonly train: {
    sgd(rate: number): Optimizer;
    momentum(rate: number, momentum: number): Optimizer;
    adam(rate: number, beta1: number, beta2: number, eps: number): Optimizer;
  };
  tensor(data: Float32Array | Int32Array, shape: number[]): Tensor;
  variable(start: Tensor, trainable: boolean, name: string): Variable;
  tidy<T>(f: () => T): T;
  add(a: Tensor, b: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  square(x: Tensor): Tensor;
  mean(x: Tensor): Tensor;
  sum(x: Tensor): Tensor;
  scalar(value: number): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  cast(x: Tensor, dtype: string): Tensor;
  readonly losses: {
    softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
  };
}
