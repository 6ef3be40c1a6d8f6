/** How great a step can be, from sums alone. */

/** 1 + q + … + qⁿ⁻¹. */
export function series(q: number, n: number): number {
  let sum = 0;
  let power = 1;
  for (let k = 0; k < n && sum + power !== sum; k++) {
    sum += power;
    power *= q;
  }
  return sum;
}

/**
 * The greatest |m̂|/√v̂ that Adam can have in its step t, whatever the gradients.
 *
 * m_t = (1 − β₁)·Σ β₁ᵗ⁻ⁱ·gᵢ and v_t = (1 − β₂)·Σ β₂ᵗ⁻ⁱ·gᵢ². By Cauchy and
 * Schwarz, with β₁ᵗ⁻ⁱ·gᵢ = (β₁/√β₂)ᵗ⁻ⁱ · √β₂ᵗ⁻ⁱ·gᵢ, |m_t|/√v_t is at most
 * (1 − β₁)/√(1 − β₂) · √(Σ (β₁²/β₂)ᵏ, k = 0 … t − 1), which gradients that grow
 * by β₂/β₁ a step attain; √(1 − β₂ᵗ)/(1 − β₁ᵗ) comes from the corrections.
 */
export function adamBound(beta1: number, beta2: number, t: number): number {
  const ratio = beta1 === 0 ? 0 : beta1 * beta1 / beta2;
  // (1 − βᵗ)/(1 − β), as a sum that does not cancel.
  const corrections = Math.sqrt(series(beta2, t)) / series(beta1, t);
  return corrections * Math.sqrt(series(ratio, t));
}

/**
 * The least number that |m̂|/√v̂ never exceeds: where β₁² < β₂ the limit of
 * {@linkcode adamBound}, (1 − β₁)/√(1 − β₂)/√(1 − β₁²/β₂), 7.270… for 0.9 and
 * 0.999; else there is none.
 */
export function adamSupremum(beta1: number, beta2: number): number {
  if (beta1 === 0) return 1;
  const rest = 1 - beta1 * beta1 / beta2;
  return rest > 0
    ? (1 - beta1) / Math.sqrt(1 - beta2) / Math.sqrt(rest)
    : Infinity;
}

/**
 * The greatest |m̂|/u that Adamax can have in its step t, whatever the gradients:
 * u_t is at least β₂ᵏ·|g_{t−k}|, so that |m_t| is at most
 * (1 − β₁)·u_t·Σ (β₁/β₂)ᵏ, which gradients that shrink by β₂ a step attain.
 */
export function adamaxBound(beta1: number, beta2: number, t: number): number {
  const ratio = beta1 === 0 ? 0 : beta1 / beta2;
  return series(ratio, t) / series(beta1, t);
}

/**
 * The least number that |m̂|/u never exceeds: where β₁ < β₂ the limit of
 * {@linkcode adamaxBound}, (1 − β₁)/(1 − β₁/β₂), 1.0090… for 0.9 and 0.999; else
 * there is none.
 */
export function adamaxSupremum(beta1: number, beta2: number): number {
  if (beta1 === 0) return 1;
  return beta1 < beta2 ? (1 - beta1) / (1 - beta1 / beta2) : Infinity;
}

/**
 * The greatest sum of |g|/√h that RMSProp with an inertia of γ can have in its
 * step t: h is at least (1 − ρ)·g², so that each part is at most 1/√(1 − ρ).
 */
export function rmspropBound(
  decay: number,
  momentum: number,
  t: number,
): number {
  return series(momentum, t) / Math.sqrt(1 - decay);
}
