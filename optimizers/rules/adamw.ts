import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { amountOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { adam, type AdamOptions } from "./adam.ts";

/** The options of {@linkcode adamw}: those of {@linkcode adam} and its own. */
export interface AdamwOptions extends AdamOptions {
  /** A set of defaults: `paper`, `torch`, `optax` or `keras`. */
  readonly variant?: string;
  /**
   * λ, the share of the weights taken away in a step. Default: 1e-5; `torch`
   * 0.01, `optax` 1e-4, `keras` 0.004.
   */
  readonly weightDecay?: HyperparameterValue;
  /** η_t, what multiplies both parts of the step: a schedule. Default: 1. */
  readonly scheduleMultiplier?: HyperparameterValue;
  /**
   * What λ is multiplied by: the schedule's multiplier alone, or the learning
   * rate too. Default: `schedule`; `torch`, `optax`, `keras` `learning-rate`.
   */
  readonly weightDecayScale?: "schedule" | "learning-rate";
}

/**
 * AdamW: Adam with weight decay beside the gradient, not inside it.
 *
 * w_t = w_{t−1} − η_t·(α·m̂_t/(√v̂_t + ε) + λ·w_{t−1}), where m̂_t, v̂_t, α and ε
 * are those of {@linkcode adam}, λ is `weightDecay` and η_t is
 * `scheduleMultiplier`. In the paper λ is not multiplied by α: choosing one
 * leaves the other alone. The paper names no λ; 1e-5 is PyTorch's, 0.01,
 * times its learning rate.
 *
 * Variants: `torch` (λ = 0.01), `optax` (1e-4) and `keras` (0.004) have α·λ in
 * place of λ, so that a schedule of α scales both parts as η_t does. PyTorch
 * and Keras shrink the weights first and then step, optax adds the decay to
 * the step: the same but for rounding. `keras` corrects the learning rate in
 * place of the moments, as its Adam does. optax has no default for α.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), or another hyperparameter is less than 0.
 * @throws {TypeError} for another variant, `biasCorrection` or
 * `weightDecayScale`.
 * @see Loshchilov and Hutter (2019), Decoupled weight decay regularization,
 * algorithm 2.
 *
 * @example
 * ```ts
 * import { adamw, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const w = tensor([8]);
 * const step = (options: Parameters<typeof adamw>[0]) => {
 *   const optimizer = adamw({ weightDecay: 0.25, ...options });
 *   const g = tensor([0]); // Nothing but the decay moves the weights.
 *   return optimizer.step(g, optimizer.init(w), w).step.toArray();
 * };
 * assertEquals(step({ learningRate: 0.5 }), [2]);
 * assertEquals(step({ learningRate: 0.5, variant: "torch" }), [1]);
 * assertEquals(step({ scheduleMultiplier: 0.5 }), [1]);
 * ```
 */
export const adamw: Rule<AdamwOptions, Kept<"m" | "v">> = defineOptimizer({
  id: "adamw",
  family: "both",
  hyper: {
    ...adam.definition.hyper,
    weightDecay: amountOf(1e-5, "λ", "the share of the weights taken away"),
    scheduleMultiplier: amountOf(1, "η_t", "what multiplies the whole step"),
  },
  choices: {
    biasCorrection: ["moments", "learning-rate"],
    weightDecayScale: ["schedule", "learning-rate"],
  },
  variants: {
    paper: {},
    torch: { weightDecay: 0.01, weightDecayScale: "learning-rate" },
    optax: { weightDecay: 1e-4, weightDecayScale: "learning-rate" },
    keras: {
      ...adam.definition.variants.keras,
      weightDecay: 0.004,
      weightDecayScale: "learning-rate",
    },
  },
  traits: { coordinatewise: true, odd: true, degree: 0 },
  cite: ["Loshchilov and Hutter (2019)"],
  init: adam.definition.init,
  step: (input, hyper, choices) => {
    const { learningRate, weightDecay, scheduleMultiplier } = hyper;
    const { step, state } = adam.definition.step(input, hyper, choices);
    const coupled = choices.weightDecayScale === "learning-rate";
    const decay = coupled ? learningRate.mul(weightDecay) : weightDecay;
    const both = step.add(decay.mul(input.w));
    return { step: scheduleMultiplier.mul(both), state };
  },
});
