import { subtract, type Tensor } from "../autodiff/mod.ts";
import {
  amountOf,
  decayOf,
  epsilonOf,
  learningRateOf,
} from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";

/** The options of rules on whole trees that keep moments as Adam does. */
export interface MomentOptions {
  /** A set of defaults, by name. */
  readonly variant?: string;
  /** The size of a step, or what it is multiplied by. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the decay factor of the mean of gradients. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the mean of squares, or of curvatures. */
  readonly beta2?: HyperparameterValue;
  /** ε, what keeps the divisor away from 0. */
  readonly epsilon?: HyperparameterValue;
  /** λ, the part of the weights that a step of size 1 removes. */
  readonly weightDecay?: HyperparameterValue;
}

/** The rows of their hyperparameters. */
export function momentRows(
  learningRate: number,
  beta1: number = 0.9,
  beta2: number = 0.999,
  epsilon: number = 1e-8,
): HyperparameterTable<
  "learningRate" | "beta1" | "beta2" | "epsilon" | "weightDecay"
> {
  return {
    learningRate: learningRateOf(learningRate, "the size of a step"),
    beta1: decayOf(beta1, "β₁", "the decay factor of the mean of gradients"),
    beta2: decayOf(beta2, "β₂", "the decay factor of the mean of squares"),
    epsilon: epsilonOf(epsilon),
    weightDecay: amountOf(0, "λ", "the part of the weights that is removed"),
  };
}

/** β·past + (1 − β)·present, of each tensor of two lists. */
export function movingMeans(
  beta: Tensor,
  past: readonly Tensor[],
  present: readonly Tensor[],
): Tensor[] {
  const share = subtract(1, beta);
  return past.map((x, i) => beta.mul(x).add(share.mul(present[i])));
}

/** The same, of the squares of what is present. */
export function movingSquares(
  beta: Tensor,
  past: readonly Tensor[],
  present: readonly Tensor[],
): Tensor[] {
  return movingMeans(beta, past, present.map((x) => x.square()));
}
