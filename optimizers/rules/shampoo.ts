import { defineOptimizer, type Rule } from "../define.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import type { Slot } from "../optimizer.ts";
import {
  nextStatistics,
  preconditioned,
  startStatistics,
} from "../shampoo_statistics.ts";
import { squarable } from "../squarable.ts";
import { oddInTensors } from "../trait_sets.ts";

/** The options of {@linkcode shampoo}. */
export interface ShampooOptions {
  /** A set of defaults: `paper`. */
  readonly variant?: string;
  /** η, the size of a step. Default: 0.1. */
  readonly learningRate?: HyperparameterValue;
  /** ε, what the diagonals start from. Default: 0.0001. */
  readonly epsilon?: HyperparameterValue;
  /**
   * Up to which length an axis has a matrix; of longer ones the diagonal alone
   * is kept. Default: `16`.
   */
  readonly maxDimension?: "16" | "2" | "64" | "256";
}

/**
 * Shampoo: Adagrad for each axis of a tensor: a matrix is multiplied from
 * either side by roots of the sums of its products with itself.
 *
 * For a matrix L_t = L_{t−1} + g_t·g_tᵀ, R_t = R_{t−1} + g_tᵀ·g_t and
 * w_t = w_{t−1} − η·L_t^(−1/4)·g_t·R_t^(−1/4), where g_t is the gradient at
 * w_{t−1} and η is `learningRate`; L_0 = R_0 = ε·I, where ε is `epsilon`. A
 * tensor with k axes has a matrix for each, the sum of G·Gᵀ where G has the
 * slices along that axis as its rows, and is multiplied along each by the matrix
 * to the power of −1/2k: a vector has full-matrix Adagrad, a scalar Adagrad.
 * The state keeps h0, h1, … for the axes.
 *
 * Powers are taken by eigenvalues and eigenvectors (Jacobi's method, float64),
 * in every step. As in the paper, of an axis longer than `maxDimension` only
 * the diagonal of its matrix is kept; its authors have a bound of 1200, here it
 * is 16, to keep steps fast. They add momentum in experiments, and name neither
 * η nor ε. Gradients beyond 10¹⁴⁰ (10¹⁵ in float32) count as that. In no
 * library as of 2026 that Descent takes variants from.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `epsilon` is
 * less than 0.
 * @throws {TypeError} for another variant or `maxDimension`.
 * @see Gupta, Koren, Singer (2018), Shampoo: Preconditioned stochastic tensor
 * optimization, algorithms 1 and 2, and section 5 on diagonals.
 *
 * @example
 * ```ts
 * import { shampoo, tensor } from "@descent/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const optimizer = shampoo({ learningRate: 0.5, epsilon: 0 });
 * const w = tensor([[0, 0], [0, 0]]);
 * const g = tensor([[3, 4], [-8, 6]]); // Rows at right angles.
 * const { step } = optimizer.step(g, optimizer.init(w), w);
 * // The first direction is the orthogonal matrix nearest to g.
 * const [[a, b], [c, d]] = step.toArray() as number[][];
 * assertAlmostEquals(a, 0.5 * 0.6);
 * assertAlmostEquals(b, 0.5 * 0.8);
 * assertAlmostEquals(c, 0.5 * -0.8);
 * assertAlmostEquals(d, 0.5 * 0.6);
 * ```
 */
export const shampoo: Rule<ShampooOptions, Slot> = defineOptimizer({
  id: "shampoo",
  family: "both",
  hyper: {
    learningRate: learningRateOf(0.1, "the size of a step"),
    epsilon: amountOf(1e-4, "ε", "what the diagonals start from"),
  },
  choices: { maxDimension: ["16", "2", "64", "256"] },
  variants: { paper: {} },
  traits: {
    ...oddInTensors,
    ignoresWeights: true,
    degree: 0,
    idleKeepsState: true,
    rotations: "sides",
  },
  cite: ["Gupta, Koren, Singer (2018)"],
  init: (w, { epsilon }, { maxDimension }) =>
    startStatistics(w, epsilon, Number(maxDimension)),
  step: (input, { learningRate, epsilon }) => {
    const g = squarable(input.g);
    const state = nextStatistics(input.state, g);
    const direction = preconditioned(g, state, epsilon);
    return { step: learningRate.mul(direction), state };
  },
});
