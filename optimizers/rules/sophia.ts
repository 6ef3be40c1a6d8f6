import {
  divideOrZero,
  type Key,
  type Tensor,
  zerosLike,
} from "../../autodiff/mod.ts";
import { biasCorrection } from "../bias_correction.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { type Hutchinson, hutchinson } from "../hutchinson.ts";
import { amountOf, stepsOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import {
  type MomentOptions,
  momentRows,
  movingMeans,
} from "../moment_lists.ts";
import { each, isMultiple, whenDue } from "../whole_tree.ts";

/** The options of {@linkcode sophia}. */
export interface SophiaOptions extends MomentOptions {
  /** What the random signs are drawn from. Default: `key(0)`. */
  readonly key?: Key;
  /** γ, a factor of the curvatures: less clips more. Default: 0.01. */
  readonly curvatureScale?: HyperparameterValue;
  /** k, how many steps one estimate of the curvature serves. Default: 10. */
  readonly interval?: HyperparameterValue;
  /**
   * Whether a step takes the newest estimate, and m as it is, or the one before,
   * and m corrected for its start at 0. Default: `new`; `optax` `old`.
   */
  readonly hessian?: "new" | "old";
}

/**
 * Sophia: the mean of past gradients over an estimate of the curvature of each
 * coordinate, and no more than η anywhere.
 *
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t; in every k-th step, the first among them,
 * h_t = β₂·h_{t−1} + (1 − β₂)·u_t ⊙ (∇²f(w_{t−1})·u_t) with random signs u_t, else
 * h_t = h_{t−1}; and
 * w_t = w_{t−1} − η·(clip(m_t/max(γ·h_t, ε), −1, 1) + λ·w_{t−1}), where g_t is the
 * gradient at w_{t−1}, η is `learningRate`, β₁ and β₂ are `beta1` and `beta2`, γ is
 * `curvatureScale`, ε is `epsilon`, λ is `weightDecay` and k is `interval`;
 * m_0 = h_0 = 0. Where the curvature is below ε/γ, or negative, the step is that
 * of the sign of m while |m| is above ε. 0/0 counts as 0.
 *
 * It needs products with the Hessian: `minimize` gives them,
 * {@linkcode stepInputs} makes them. The signs (Hutchinson's estimator) depend on
 * the `key`, the number of the step and the name of a parameter alone: those of
 * the tensor at `.w` are drawn by `bernoulli(0.5)` of the key k.fold(".w"), where
 * k has the bits of key.fold("probe") with the two words of t added to them.
 *
 * Variants: the paper (Sophia-H) draws u from a normal distribution, where signs,
 * which have the same mean, vary less; give a `probe` in the context for
 * others. The authors' code divides m by 1 − β₁ᵗ too. `optax` (`sophia`) takes a new estimate into account one step later,
 * so that its first steps are along signs, and divides m by 1 − β₁ᵗ. It has no
 * default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), `interval` is not a whole number greater than 0, or
 * another is less than 0.
 * @throws {TypeError} for another variant, `key` or `hessian`; a step throws
 * one without `context.hvp`.
 * @see Liu, Li, Hall, Liang, Ma (2024), Sophia: A scalable stochastic
 * second-order optimizer for language model pre-training, algorithm 3.
 *
 * @example
 * ```ts
 * import { minimize, sophia, type Tensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.square().mul(tensor([100, 1])).sum();
 * const optimizer = sophia({ learningRate: 0.05, weightDecay: 0 });
 * const { loss } = minimize(bowl, tensor([1, -1]), optimizer, { steps: 200 });
 * assert(loss < 0.01);
 * ```
 */
export const sophia: TreeRule<SophiaOptions, "m" | "h", never, Hutchinson> =
  defineTreeOptimizer({
    id: "sophia",
    family: "both",
    hyper: {
      ...momentRows(6e-4, 0.96, 0.99, 1e-12),
      curvatureScale: amountOf(0.01, "γ", "a factor of the curvatures"),
      interval: stepsOf(10, "k", "how many steps an estimate serves"),
    },
    choices: { hessian: ["new", "old"] },
    variants: {
      paper: { weightDecay: 0.2 },
      optax: { beta1: 0.965, epsilon: 1e-8, weightDecay: 1e-4, hessian: "old" },
    },
    traits: { coordinatewise: false, odd: true },
    needs: ["hvp", "probe"],
    cite: ["Liu, Li, Hall, Liang, Ma (2024)"],
    init: (w) => ({ m: zerosLike(w), h: zerosLike(w) }),
    step: ({ g, w, state, t, context }, hyper, { hessian }) => {
      const { learningRate, beta1, beta2, epsilon, interval } = hyper;
      const m = movingMeans(beta1, state.m, g);
      const anew = () => movingMeans(beta2, state.h, hutchinson(context));
      const h = whenDue(isMultiple(t.sub(1), interval), anew, state.h);
      const early = hessian === "new";
      const mean = early ? m : each((m) => m.div(biasCorrection(beta1, t)), m);
      const move = (m: Tensor, h: Tensor, w: Tensor) => {
        const least = hyper.curvatureScale.mul(h).maximum(epsilon);
        const part = divideOrZero(m, least).clip(-1, 1);
        return learningRate.mul(part.add(hyper.weightDecay.mul(w)));
      };
      const step = each(move, mean, early ? h : state.h, w);
      return { step, state: { m, h } };
    },
  });
