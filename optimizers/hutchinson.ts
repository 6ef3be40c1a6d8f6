import type { Tensor } from "../autodiff/mod.ts";
import { each } from "./whole_tree.ts";

/** What Hutchinson's estimator needs. */
export type Hutchinson = "hvp" | "probe";

/**
 * Hutchinson's estimate of the diagonal of the Hessian: u ⊙ (∇²f(w)·u), whose
 * mean over random signs u it is.
 *
 * @see Bekas, Kokiopoulou, Saad (2007), An estimator for the diagonal of a
 * matrix.
 */
export function hutchinson({ hvp, probe }: {
  readonly hvp: (vector: readonly Tensor[]) => readonly Tensor[];
  readonly probe: readonly Tensor[];
}): Tensor[] {
  return each((u, p) => u.mul(p), probe, hvp(probe));
}
