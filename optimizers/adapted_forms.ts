import {
  abs,
  divideOrZero,
  subtract,
  type Tensor,
  where,
} from "../autodiff/mod.ts";
import { movingMeans, movingSquares } from "./moment_lists.ts";
import { each, globalNorm, total } from "./whole_tree.ts";

type List = readonly Tensor[];

/** What D-Adaptation has of its own for the rule that it adapts. */
export interface AdaptedForm {
  /** v_t, what gradients or steps are divided by, from v_{t−1} and gradients. */
  readonly squares: (v: List, g: List) => List;
  /** The gradients as they are summed up. */
  readonly summands: (g: List, v: List) => List;
  /** A tensor of sums or of a step over A. */
  readonly over: (x: Tensor, v: Tensor) => Tensor;
  /** What is kept of a sequence that s and r are made of, with another part. */
  readonly gathered: (past: List, present: List) => List;
  /** What r is divided by, from s. */
  readonly size: (s: List) => Tensor;
}

/** How often a gradient is as great as the first at most. */
const most = { float64: 1e40, float32: 1e6 };

/** What gradients are, in units of the norm of the first, v. */
function inUnits(g: Tensor, v: Tensor): Tensor {
  const bound = most[g.dtype as keyof typeof most];
  return divideOrZero(g, v).clip(-bound, bound);
}

/**
 * Adam: A = √v + ε, means with √β₂, and (1 − √β₂)·‖s‖₁. SGD: gradients over
 * the norm of the first that is not 0, which is kept in v, and A = 1; sums,
 * and ‖s‖/2.
 */
export const adaptedForms: Readonly<
  Record<
    "adam" | "sgd",
    (hyper: Readonly<Record<"beta2" | "epsilon", Tensor>>) => AdaptedForm
  >
> = {
  adam: ({ beta2, epsilon }) => ({
    squares: (v, g) => movingSquares(beta2, v, g),
    summands: (g) => g,
    over: (x, v) => divideOrZero(x, v.sqrt().add(epsilon)),
    gathered: (past, present) => movingMeans(beta2.sqrt(), past, present),
    size: (s) => subtract(1, beta2.sqrt()).mul(total(each(abs, s))),
  }),
  sgd: () => ({
    squares(v, g) {
      const norm = globalNorm(g);
      return each((v) => where(v.greater(0), v, norm), v);
    },
    summands: (g, v) => each(inUnits, g, v),
    over: (x) => x,
    gathered: (past, present) => each((a, b) => a.add(b), past, present),
    size: (s) => globalNorm(s).div(2),
  }),
};
