/** What contestants are asked to do, as it is sent to each of them. */

/** The dtypes that things are measured in. */
export type FloatType = "float32" | "float64";

/** An optimizer's formula, as PyTorch has it, with all of its numbers. */
export type RuleSpec =
  | { readonly name: "sgd"; readonly learningRate: number }
  | {
    readonly name: "momentum";
    readonly learningRate: number;
    readonly momentum: number;
  }
  | {
    readonly name: "adagrad";
    readonly learningRate: number;
    readonly epsilon: number;
  }
  | {
    readonly name: "rmsprop";
    readonly learningRate: number;
    readonly decay: number;
    readonly epsilon: number;
  }
  | {
    readonly name: "adam";
    readonly learningRate: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
  };

/** Steps of training on one batch: loss, gradient, and the optimizer's step. */
export interface Training {
  readonly kind: "training";
  /** The lengths of the layers, the input first. */
  readonly layers: readonly number[];
  readonly activation: "tanh" | "relu";
  /**
   * The mean of squared errors, or of the cross-entropy of the softmax of the
   * last layer relative to a class.
   */
  readonly loss: "squares" | "crossEntropy";
  readonly batch: number;
  readonly rule: RuleSpec;
  readonly dtype: FloatType;
}

/** Steps of an optimizer with a gradient that stays the same. */
export interface Update {
  readonly kind: "update";
  /** How many parameters there are, in one tensor. */
  readonly size: number;
  readonly rule: RuleSpec;
  readonly dtype: FloatType;
}

/** The product of two square matrices; the same one in each step. */
export interface Product {
  readonly kind: "product";
  readonly size: number;
  readonly dtype: FloatType;
}

/** Steps down (1 − x)² + 100·(y − x²)² from one or many places at once. */
export interface Rosenbrock {
  readonly kind: "rosenbrock";
  readonly runs: number;
  readonly rule: RuleSpec;
  readonly dtype: FloatType;
}

/** One of them. */
export type Workload = Training | Update | Product | Rosenbrock;
