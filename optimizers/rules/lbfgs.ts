import { scalar } from "../../autodiff/mod.ts";
import { directionFrom, emptyMemory } from "../curvature_pairs.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { amountOf, stepsOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import {
  type LineSearchOptions,
  lineSearchRows,
  searchAlong,
} from "../search_along.ts";

/** The options of {@linkcode lbfgs}. */
export interface LbfgsOptions extends LineSearchOptions {
  /** A set of defaults: `paper` or `torch`. */
  readonly variant?: string;
  /** k, how many pairs are kept. Default: 10; `torch` 100. */
  readonly historySize?: HyperparameterValue;
  /** κ, the least curvature of a pair. Default: 0; `torch` 1e-10. */
  readonly leastCurvature?: HyperparameterValue;
}

/**
 * L-BFGS with a line search: steps along −H·g, where H is what the last changes
 * of weights and gradients tell of the inverse Hessian, as far as the strong
 * Wolfe conditions ask for.
 *
 * With s_i = w_i − w_{i−1} and y_i = g_{i+1} − g_i of the last k steps in which
 * ⟨s_i, y_i⟩ > κ, ρ_i = 1/⟨s_i, y_i⟩ and V_i = I − ρ_i·y_i·s_iᵀ,
 * H = V_iᵀ·H·V_i + ρ_i·s_i·s_iᵀ for each i in turn, from
 * H = ⟨s, y⟩/⟨y, y⟩·I of the last pair, and d_t = −H·g_t. Then w_t = w_{t−1} + a·d_t
 * with f(w_t) ≤ f(w_{t−1}) + c₁·a·⟨g_t, d_t⟩ and
 * |⟨∇f(w_t), d_t⟩| ≤ c₂·|⟨g_t, d_t⟩|, where g_t is the gradient at w_{t−1}, a is
 * first η, and in the first step η·min(1, 1/‖g_1‖₁), η is `learningRate`, k is
 * `historySize`, c₁ is `sufficientDecrease`, c₂ is `curvature`, κ is
 * `leastCurvature`. All tensors together are one vector. Where the slope
 * ⟨g_t, d_t⟩ is not below −τ, with τ = `tolerance`, the step is 0, as where no
 * lower point is found.
 *
 * It needs the loss, and values and gradients elsewhere, of the same batch in
 * all of a step: `minimize` gives them, {@linkcode stepInputs} makes them. The
 * search reads them, so that a step cannot be traced: not by `vmap` or
 * `compile`, nor by {@linkcode formula}.
 *
 * Variants: `torch` is `LBFGS` with `line_search_fn="strong_wolfe"`, one
 * iteration a step (`max_iter=1, max_eval=26`) and `tolerance_grad=0`; its own
 * defaults are 20 iterations a step, within 25 evaluations.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `historySize` or
 * `trials` is not a whole number greater than 0, `sufficientDecrease` or
 * `curvature` is not in [0, 1), or another is less than 0.
 * @throws {TypeError} for another variant; a step throws one without
 * `context.loss` and `context.valueAndGrad`, and where it is traced.
 * @see Liu and Nocedal (1989), On the limited memory BFGS method for large scale
 * optimization.
 * @see Nocedal and Wright (2006), Numerical optimization, algorithms 7.5, 3.5
 * and 3.6.
 *
 * @example
 * ```ts
 * import { lbfgs, minimize, type Tensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * const valley = (w: Tensor) => w.square().mul(tensor([1, 1e4])).sum();
 * const { loss } = minimize(valley, tensor([9, 1]), lbfgs(), { steps: 20 });
 * assert(loss < 1e-9);
 * ```
 */
export const lbfgs: TreeRule<
  LbfgsOptions,
  "s" | "y" | "step" | "g",
  "pairs",
  "loss" | "valueAndGrad"
> = defineTreeOptimizer({
  id: "lbfgs",
  family: "both",
  hyper: {
    ...lineSearchRows,
    historySize: stepsOf(10, "k", "how many pairs are kept"),
    leastCurvature: amountOf(0, "κ", "the least curvature of a pair"),
  },
  variants: {
    paper: {},
    torch: { historySize: 100, leastCurvature: 1e-10 },
  },
  traits: { coordinatewise: false, odd: true },
  needs: ["loss", "valueAndGrad"],
  inHost: true,
  cite: ["Liu and Nocedal (1989)", "Nocedal and Wright (2006)"],
  init: (w, { historySize }) => emptyMemory(w, historySize),
  initShared: () => ({ pairs: scalar(0) }),
  step: ({ g, w, state, shared, t, context }, hyper) => {
    const { leastCurvature } = hyper;
    const { pairs: { s, y, count }, down } = directionFrom(
      g,
      state,
      shared.pairs,
      leastCurvature,
    );
    const step = searchAlong(down, { g, w, t, context }, hyper);
    return { step, state: { s, y, step, g }, shared: { pairs: count } };
  },
});
