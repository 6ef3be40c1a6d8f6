import { divideOrZero, type Tensor, zerosLike } from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { learningRateOf, shareOf } from "../hyperparameter_rows.ts";
import {
  type MomentOptions,
  momentRows,
  movingSquares,
} from "../moment_lists.ts";
import { startAverage, towardsAverage } from "../schedule_free.ts";
import { each } from "../whole_tree.ts";

/** The options of {@linkcode scheduleFreeAdamw}. */
export interface ScheduleFreeAdamwOptions extends MomentOptions {
  /**
   * What is corrected for a mean of squares that starts at 0: the learning rate
   * γ_t, everywhere, or that mean. Default: `learning-rate`; `optax` `moments`.
   */
  readonly biasCorrection?: "learning-rate" | "moments";
}

/**
 * Schedule-Free AdamW: Adam's scaled steps, with gradients taken near to an
 * average of all steps in the place of momentum and of a falling learning rate.
 *
 * v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t, γ_t = γ·√(1 − β₂ᵗ),
 * z_t = z_{t−1} − γ_t·(g_t/(√v_t + ε) + λ·w_{t−1}),
 * x_t = (1 − c_t)·x_{t−1} + c_t·z_t with c_t = γ_t²/(γ_1² + … + γ_t²), and
 * w_t = (1 − β₁)·z_t + β₁·x_t, where g_t is the gradient at w_{t−1} (y in the
 * paper), γ is `learningRate`, β₁ and β₂ are `beta1` and `beta2`, ε is `epsilon`
 * and λ is `weightDecay`; z_0 = x_0 = w_0 and v_0 = 0. The paper's warm-up is a
 * schedule of γ. Where the denominator is 0 the scaled gradient is 0.
 *
 * The loss is to be reported at x: that is what `evaluationParams` gives.
 *
 * Variants: `paper` is what the authors' package calls its version of the
 * published experiments, but where γ falls: that has the greatest γ_t so far in
 * c_t. `optax` (`schedule_free_adamw`) divides by √(v_t/(1 − β₂ᵗ)) + ε and
 * has γ for γ_t, and in c_t the greatest γ so far, as the package has by now; the same as the paper but for ε, λ and c_t. It takes x from w and z, which
 * rounds otherwise; and where γ is a schedule it takes the γ of the next step for
 * c_t, which is not followed here.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` is not in
 * [0, 1], `beta2` is not in [0, 1), or `epsilon` or `weightDecay` is less than 0.
 * @throws {TypeError} for another variant or `biasCorrection`.
 * @see Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky (2024), The road less
 * scheduled, algorithm 1.
 *
 * @example
 * ```ts
 * import { scheduleFreeAdamw, tensor } from "@descent/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const optimizer = scheduleFreeAdamw({ learningRate: 0.5, variant: "optax" });
 * const w = tensor([8]);
 * const { params } = optimizer.update(tensor([4]), optimizer.init(w), w);
 * assertAlmostEquals(params.toTypedArray()[0], 7.5); // as Adam's first step
 * ```
 */
export const scheduleFreeAdamw: TreeRule<
  ScheduleFreeAdamwOptions,
  "v" | "z" | "x",
  "greatest" | "sum"
> = defineTreeOptimizer({
  id: "schedule-free-adamw",
  family: "both",
  hyper: {
    ...momentRows(0.0025),
    learningRate: learningRateOf(0.0025, "the size of a step", "γ"),
    beta1: shareOf(0.9, "β₁", "how near to the average the gradient is taken"),
  },
  choices: { biasCorrection: ["learning-rate", "moments"] },
  variants: { paper: {}, optax: { biasCorrection: "moments" } },
  traits: { coordinatewise: true, odd: true, degree: 0 },
  cite: ["Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky (2024)"],
  init: (w) => ({ v: zerosLike(w), z: w, x: w }),
  initShared: startAverage,
  step: ({ g, w, state, shared, t }, hyper, choices) => {
    const { learningRate, beta1: beta, beta2, epsilon, weightDecay } = hyper;
    const v = movingSquares(beta2, state.v, g);
    const correction = biasCorrection(beta2, t);
    const inRate = choices.biasCorrection === "learning-rate";
    const rate = inRate ? learningRate.mul(correction.sqrt()) : learningRate;
    const root = (v: Tensor) => (inRate ? v : v.div(correction)).sqrt();
    const part = each((g, v) => divideOrZero(g, root(v).add(epsilon)), g, v);
    const decayed = each((p, w) => p.add(weightDecay.mul(w)), part, w);
    const z = each((z, p) => z.sub(rate.mul(p)), state.z, decayed);
    const by = inRate ? "rate" : "greatest-rate";
    const next = towardsAverage({ w, state, shared }, z, { rate, by, beta });
    const { step, x } = next;
    return { step, state: { v, z, x }, shared: next.shared };
  },
  evaluate: ({ state }) => state.x,
});
