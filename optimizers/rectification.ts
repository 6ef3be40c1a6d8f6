import {
  divide,
  divideOrZero,
  expm1,
  log,
  maximum,
  subtract,
  type Tensor,
  where,
} from "../autodiff/mod.ts";

/** From which length of the average on a step is rectified. */
export type RectifiedFrom = "above-4" | "above-5" | "from-5";

/** The rectification of a step. */
export interface Rectification {
  /** Whether the average is long enough: a scalar. */
  readonly isLong: Tensor;
  /** By what the step is multiplied then: a scalar, 1 where it isn't. */
  readonly factor: Tensor;
}

/**
 * RAdam's rectification for the variance of a step's size, which is estimated
 * from an average of length ρ_t = ρ − 2·t·β₂ᵗ/(1 − β₂ᵗ), where
 * ρ = 2/(1 − β₂) − 1: the factor is
 * √((ρ_t − 4)·(ρ_t − 2)·ρ/((ρ − 4)·(ρ − 2)·ρ_t)).
 *
 * @param beta2 β₂, in [0, 1): a scalar.
 * @param t the number of the step, 1 in the first: a scalar.
 */
export function rectification(
  beta2: Tensor,
  t: Tensor,
  from: RectifiedFrom,
): Rectification {
  const most = divide(2, subtract(1, beta2)).sub(1);
  // β₂ᵗ/(1 − β₂ᵗ) as 1/(exp(−t·log β₂) − 1), since what follows cancels.
  const power = expm1(t.mul(log(maximum(beta2, 1e-300)).neg()));
  const length = most.sub(t.mul(2).div(power));
  const isLong = from === "from-5"
    ? length.greaterEqual(5)
    : length.greater(from === "above-5" ? 5 : 4);
  const above = length.sub(4).mul(length.sub(2)).mul(most);
  const below = most.sub(4).mul(most.sub(2)).mul(length);
  const factor = where(isLong, divideOrZero(above, below), 1).sqrt();
  return { isLong, factor };
}
