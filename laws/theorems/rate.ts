/** What the theorems on rates of convergence share. */
import { formatNumber } from "../format.ts";
import { Violation } from "../law.ts";
import type { Run } from "../problems/quadratic.ts";

/**
 * What is left at most of a distance after t steps of Momentum, where
 * (1 − √γ)² ≤ ηλ ≤ (1 + √γ)²; at the upper end just this is left.
 */
export function heavyBallBound(momentum: number, t: number): number {
  const root = Math.sqrt(momentum);
  return (1 + (1 + root) * t) * root ** t;
}

/**
 * Makes sure that a run comes as near to the minimum as a theorem says.
 *
 * @param bound how much of the first distance is left at most after t steps.
 * @param rate what a change of the weights in one step is, later: after k
 * further steps at most (k + 1)·rateᵏ of it.
 * @throws {Violation} naming the first step that is too far away.
 */
export function comesNear(
  { distances, roundings }: Run,
  bound: (t: number) => number,
  rate: number,
): void {
  distances.slice(1).forEach((distance, k) => {
    const t = k + 1;
    const rounding = roundings.slice(0, t).reduce(
      (sum, each, s) => sum + each * (k - s + 1) * rate ** (k - s),
      0,
    );
    const most = bound(t) * distances[0] + rounding;
    if (distance <= most * (1 + 2 ** -45)) return;
    throw new Violation(
      `after step ${t} the distance from the minimum is ` +
        `${formatNumber(distance)}, where at most ${formatNumber(most)} is ` +
        `right: it was ${formatNumber(distances[0])} at the start`,
    );
  });
}
