import { scalar, zerosLike } from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { amountOf, epsilonOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { scaledToWeights, tensorNorm } from "../tensor_norm.ts";
import { oddInTensors } from "../trait_sets.ts";
import { adam } from "./adam.ts";

/** The options of {@linkcode lamb}. */
export interface LambOptions {
  /** A set of defaults: `paper`, `optax` or `keras`. */
  readonly variant?: string;
  /** η, the size of a step in norms of the weights. Default: 0.001. */
  readonly learningRate?: HyperparameterValue;
  /** β₁, the decay factor of the mean of gradients. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, the decay factor of the mean of squares. Default: 0.999. */
  readonly beta2?: HyperparameterValue;
  /** ε, what is added to the root. Default: 1e-6; `keras` 1e-7. */
  readonly epsilon?: HyperparameterValue;
  /** λ, the weight decay. Default: 0.01; `optax` and `keras` 0. */
  readonly weightDecay?: HyperparameterValue;
  /**
   * Whether the decay is a part of what is scaled to the weights, or is
   * subtracted before. Default: `inside`; `keras` `outside`.
   */
  readonly weightDecayPlacement?: "inside" | "outside";
}

/**
 * LAMB: Adam's direction with weight decay, made as long in each tensor as the
 * tensor itself.
 *
 * r_t = m̂_t/(√v̂_t + ε), u_t = r_t + λ·w_{t−1} and
 * w_t = w_{t−1} − η·(‖w_{t−1}‖/‖u_t‖)·u_t, where m̂_t, v̂_t and ε are those of
 * {@linkcode adam}, λ is `weightDecay`, η is `learningRate` and ‖·‖ is the norm
 * of a whole tensor: a layer's weights, or its biases. The paper's φ is the
 * identity. Where ‖w_{t−1}‖ is 0 the quotient of norms counts as 1, as in the
 * authors' code and the libraries: else a tensor of zeros would never move.
 *
 * Variants: `optax` has the paper's formula with λ = 0. `keras` has ε = 1e-7
 * and λ = 0, and where λ is given it shrinks the weights first, by η·λ, takes
 * the norm of what is left, and leaves the decay out of u_t. The paper has
 * learning rates by batch size; 0.001 is Keras's, and optax has no default.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less than 0.
 * @throws {TypeError} for another variant or `weightDecayPlacement`.
 * @see You, Li, Reddi, Hseu, Kumar, Bhojanapalli, Song, Demmel, Keutzer, Hsieh
 * (2020), Large batch optimization for deep learning: Training BERT in 76
 * minutes, algorithm 2.
 *
 * @example
 * ```ts
 * import { lamb, tensor } from "@descent/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const optimizer = lamb({ learningRate: 0.5, epsilon: 0, weightDecay: 0 });
 * const w = tensor([3, 4]);
 * const g = tensor([100, -0.01]);
 * const { params } = optimizer.update(g, optimizer.init(w), w);
 * // Adam's direction is (1, −1); the step is half as long as w.
 * const [a, b] = params.toArray() as number[];
 * assertAlmostEquals(a, 3 - 2.5 / Math.sqrt(2));
 * assertAlmostEquals(b, 4 + 2.5 / Math.sqrt(2));
 * ```
 */
export const lamb: Rule<LambOptions, Kept<"m" | "v">> = defineOptimizer({
  id: "lamb",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    learningRate: learningRateOf(0.001, "the size of a step in norms of w"),
    epsilon: epsilonOf(1e-6),
    weightDecay: amountOf(0.01, "λ", "the weight decay"),
  },
  choices: { weightDecayPlacement: ["inside", "outside"] },
  variants: {
    paper: {},
    optax: { weightDecay: 0 },
    keras: { epsilon: 1e-7, weightDecay: 0, weightDecayPlacement: "outside" },
  },
  traits: { ...oddInTensors, degree: 0, followsWeights: true },
  cite: ["You, Li, Reddi et al. (2020)"],
  init: (w) => ({ m: zerosLike(w), v: zerosLike(w) }),
  step: (input, hyper, { weightDecayPlacement }) => {
    const { learningRate, weightDecay } = hyper;
    const unit = { ...hyper, learningRate: scalar(1) };
    const corrected = { biasCorrection: "moments" } as const;
    const { step: r, state } = adam.definition.step(input, unit, corrected);
    const decay = weightDecay.mul(input.w);
    const inside = weightDecayPlacement === "inside";
    const lost = inside ? scalar(0) : learningRate.mul(decay);
    const u = inside ? r.add(decay) : r;
    const scaled = scaledToWeights(u, input.w.sub(lost), tensorNorm(u));
    return { step: learningRate.mul(scaled).add(lost), state };
  },
});
