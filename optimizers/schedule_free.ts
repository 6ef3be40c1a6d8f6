import {
  divideOrZero,
  scalar,
  subtract,
  type Tensor,
} from "../autodiff/mod.ts";
import type { Kept } from "./define.ts";
import { each } from "./whole_tree.ts";

/** What Schedule-Free rules keep for all tensors before the first step. */
export function startAverage(): Kept<"greatest" | "sum"> {
  return { greatest: scalar(0), sum: scalar(0) };
}

/** Where a step of a Schedule-Free rule is taken from. */
interface Before {
  /** The weights, at which the gradient was taken. */
  readonly w: readonly Tensor[];
  readonly state: { readonly x: readonly Tensor[] };
  readonly shared: Kept<"greatest" | "sum">;
}

/** How much a step counts in the average. */
interface Weighing {
  /** γ_t. */
  readonly rate: Tensor;
  /** Whether γ_t² counts, or the square of the greatest so far. */
  readonly by: "rate" | "greatest-rate";
  /** β. */
  readonly beta: Tensor;
}

/**
 * Schedule-Free averaging, from the iterate z on: x = (1 − c)·x + c·z, the mean
 * of all z weighted by squares of rates, and the step to (1 − β)·z + β·x. Both
 * are computed as x + a·(z − x), so that what does not move keeps its bits.
 */
export function towardsAverage(
  { w, state, shared }: Before,
  z: readonly Tensor[],
  { rate, by, beta }: Weighing,
): {
  readonly step: readonly Tensor[];
  readonly x: readonly Tensor[];
  readonly shared: Kept<"greatest" | "sum">;
} {
  const greatest = shared.greatest.maximum(rate);
  const weight = (by === "rate" ? rate : greatest).square();
  const sum = shared.sum.add(weight);
  const c = divideOrZero(weight, sum);
  const x = each((x, z) => x.add(c.mul(z.sub(x))), state.x, z);
  const far = subtract(1, beta);
  const step = each((w, x, z) => w.sub(x.add(far.mul(z.sub(x)))), w, x, z);
  return { step, x, shared: { greatest, sum } };
}
