import { defineOptimizer, type Rule } from "../define.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import {
  directionChoices,
  directionHyper,
  directionIn,
  type DirectionOptions,
  directionStart,
  muonDirection,
} from "../muon_direction.ts";
import type { Slot } from "../optimizer.ts";
import { oddInTensors } from "../trait_sets.ts";

/** The options of {@linkcode muon}. */
export interface MuonOptions extends DirectionOptions {
  /** A set of defaults: `paper`, `torch`, `optax` or `keras`. */
  readonly variant?: string;
  /** η, the size of a step. Default: 0.02; `torch` and `keras` 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** λ, the weight decay. Default: 0; `torch` 0.1, `keras` 0.004. */
  readonly weightDecay?: HyperparameterValue;
}

/**
 * Muon: momentum whose matrices are made orthogonal, so that every direction
 * in them has a step of the same size.
 *
 * m_t = μ·m_{t−1} + g_t, x_t = (g_t + μ·m_t)/(‖g_t + μ·m_t‖ + ε) and
 * w_t = w_{t−1} − η·(√max(1, rows/columns)·NS(x_t) + λ·w_{t−1}), where NS is
 * five steps of X ← 3.4445·X − 4.775·X·Xᵀ·X + 2.0315·(X·Xᵀ)²·X, the iteration
 * of Newton and Schulz: it keeps the singular vectors and brings the singular
 * values to about 1. η is `learningRate`, μ is `momentum`, λ is `weightDecay`
 * and ε is `epsilon`; m_0 = 0. The state keeps (1 − μ)·m_t, a mean of
 * gradients, and ε is multiplied by 1 − μ too: the same for a constant μ.
 *
 * What is not a matrix is left to {@linkcode adamw}, as PyTorch has it: with
 * `adamRatio`·η for its learning rate, `beta1`, `beta2`, `epsilonAdam` and λ.
 * It keeps m and v.
 *
 * Variants: `torch` takes the mean of gradients for the sum, and ε as the least
 * that its norm counts as; it refuses what is no matrix, here it is left to
 * PyTorch's AdamW. It rounds the iteration to bfloat16, as the author's code
 * does, here it has the dtype of the weights: on matrices of a few rows a step
 * of size 1 is elsewhere by 0.002 to 0.1. `optax` corrects the mean for having
 * started at 0, the momentum inside the look ahead for t + 1 steps, has
 * √max(1, columns/rows), and leaves the rest to its Nesterov Adam. `keras` has
 * 0.2·√max(rows, columns), and Adam as its own, with ε̂; its decay there is η·λ,
 * without the ratio. optax has no default for η. The defaults of `paper` are
 * those of the author's code, with 0.0003 for Adam: 0.015·η. That code keeps the
 * mean too by now, (1 − μ)·m_t, and adds ε to its norm.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `momentum`,
 * `beta1` or `beta2` is not in [0, 1), or another hyperparameter is less than 0.
 * @throws {TypeError} for another variant, `average`, `sizing` or `adamForm`.
 * @see Jordan, Jin, Boza, You, Cesista, Newhouse, Bernstein (2024), Muon: An
 * optimizer for hidden layers in neural networks.
 * @see Liu et al. (2025), Muon is scalable for LLM training: 0.2·√max(m, n).
 *
 * @example
 * ```ts
 * import { muon, tensor } from "@descent/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const optimizer = muon({ learningRate: 0.5 });
 * const w = tensor([[0, 0], [0, 0]]);
 * const g = tensor([[100, 0], [0, -100]]); // 100 times an orthogonal matrix.
 * const { step } = optimizer.step(g, optimizer.init(w), w);
 * const [[a, b], [c, d]] = step.toArray() as number[][];
 * assertAlmostEquals(a, -d);
 * assertAlmostEquals(a, 0.5, 0.2); // The iteration comes near to 1.
 * assertAlmostEquals(b, 0);
 * assertAlmostEquals(c, 0);
 * ```
 */
export const muon: Rule<MuonOptions, Slot> = defineOptimizer({
  id: "muon",
  family: "both",
  hyper: {
    ...directionHyper,
    learningRate: learningRateOf(0.02, "the size of a step"),
    weightDecay: amountOf(0, "λ", "the weight decay"),
  },
  choices: directionChoices,
  variants: {
    paper: {},
    torch: { ...directionIn.torch, learningRate: 0.001, weightDecay: 0.1 },
    optax: directionIn.optax,
    keras: { ...directionIn.keras, learningRate: 0.001, weightDecay: 0.004 },
  },
  traits: { ...oddInTensors, degree: 0, rotations: "sides" },
  cite: ["Jordan et al. (2024)", "Liu et al. (2025)"],
  init: directionStart,
  step: (input, hyper, choices) => {
    const { learningRate, weightDecay } = hyper;
    const { direction, share, state } = muonDirection(input, hyper, choices);
    const whole = direction.add(weightDecay.mul(input.w));
    return { step: learningRate.mul(share).mul(whole), state };
  },
});
