import type { Approximate } from "../approximate.ts";
import type { Constants } from "./constants.ts";
import { correction } from "./means.ts";

/** RAdam's rectification of a step. */
export interface Rectified {
  /** Whether the step is rectified; absent where rounding decides it. */
  readonly isLong?: boolean;
  /** By what it is multiplied then. */
  readonly factor: Approximate;
}

/** r_t = √((ρ_t − 4)·(ρ_t − 2)·ρ/((ρ − 4)·(ρ − 2)·ρ_t)). */
export function rectified(of: Constants): Rectified {
  const most = of.exact(2).divide(of.complement("beta2"))
    .subtract(of.exact(1));
  const length = most.subtract(
    of.exact(2 * of.t).multiply(of.power("beta2"))
      .divide(correction(of, "beta2")),
  );
  const from = of.choice("rectified", "above-4");
  const above = length.value - (from === "above-4" ? 4 : 5);
  const less = (x: Approximate, n: number) => x.subtract(of.exact(n));
  const factor = less(length, 4).multiply(less(length, 2)).multiply(most)
    .divide(less(most, 4).multiply(less(most, 2)).multiply(length)).sqrt();
  const isKnown = Math.abs(above) > length.error;
  return isKnown ? { isLong: above > 0, factor } : { factor };
}
