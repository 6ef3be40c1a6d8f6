/** How great a step can be that weighs its gradients otherwise than Adam. */
import { series } from "./step_bounds.ts";

/**
 * The greatest |Σ cᵢ·gᵢ|/√(share·Σ β₂ᵗ⁻ⁱ·gᵢ²/(1 + β₂ + … + β₂ᵗ⁻¹)) over all
 * gradients: how great a step can be whose numerator weighs them with c, and
 * whose corrected mean of squares, of which a share stands below, forgets by β₂.
 *
 * By Cauchy and Schwarz, with cᵢ·gᵢ = (cᵢ/√β₂ᵗ⁻ⁱ)·(√β₂ᵗ⁻ⁱ·gᵢ), it is the root of
 * Σ cᵢ²/β₂ᵗ⁻ⁱ · (1 + β₂ + … + β₂ᵗ⁻¹)/share, which {@linkcode steepest} attains.
 *
 * @param weights c, the first gradient's in front.
 */
export function weighedBound(
  weights: readonly number[],
  beta2: number,
  share: number = 1,
): number {
  const t = weights.length;
  // The sum by Horner's scheme, from the present gradient's weight back.
  let sum = 0;
  let power = 1;
  for (let i = t - 1; i >= 0 && power > 0; i--) {
    sum += weights[i] === 0 ? 0 : weights[i] * (weights[i] / power);
    power *= beta2;
  }
  return Math.sqrt(sum * series(beta2, t) / share);
}

/** Gradients cᵢ/β₂ᵗ⁻ⁱ, by the last one: under them a step is as great as it can be. */
export function steepest(
  weights: readonly number[],
  beta2: number,
): number[] {
  const last = weights.at(-1)!;
  return weights.map((c, i) => c / last / beta2 ** (weights.length - 1 - i));
}

/** How NAdam's inertia goes: as published, rising with Adam's m, or constant. */
export interface Inertia {
  readonly kind: "published" | "rising" | "constant";
  readonly beta1: number;
  /** ψ, how fast it rises. */
  readonly momentumDecay: number;
}

/**
 * The weights c that gradients have in the numerator of NAdam's step t,
 * μ′·m/(1 − μ′·p) + (1 − μ)·g/(1 − p): those of m, which are
 * (1 − μᵢ)·μᵢ₊₁·…·μ_t as published and else (1 − β₁)·β₁ᵗ⁻ⁱ, times μ′/(1 − μ′·p),
 * and for the present gradient (1 − μ)/(1 − p) more. None is negative.
 */
export function nadamWeights(
  { kind, beta1, momentumDecay }: Inertia,
  t: number,
): number[] {
  const mu = (i: number) =>
    kind === "constant" ? beta1 : beta1 * (1 - 0.96 ** (momentumDecay * i) / 2);
  const inM = (i: number) => kind === "published" ? mu(i) : beta1;
  const weights: number[] = [];
  let kept = 1;
  let p = 1;
  for (let i = t; i >= 1; i--) {
    weights.push((1 - inM(i)) * kept);
    kept *= inM(i);
    p *= mu(i);
  }
  const ahead = mu(t + 1) / (1 - mu(t + 1) * p);
  const all = weights.reverse().map((c) => ahead * c);
  all[t - 1] += (1 - mu(t)) / (1 - p);
  return all;
}

/** The greatest |m̂|/√v̂ that NAdam can have in its step t. */
export function nadamBound(
  inertia: Inertia,
  beta2: number,
  t: number,
): number {
  const share = inertia.kind === "published" ? beta2 : 1;
  return weighedBound(nadamWeights(inertia, t), beta2, share);
}

/**
 * The limit of {@linkcode nadamBound} at a constant inertia, which no step
 * exceeds: (1 − β₁)/√(1 − β₂)·√((1 + β₁)² + β₁²·q/(1 − q)) with q = β₁²/β₂,
 * 8.415… for 0.9 and 0.999; where q is not below 1 there is none.
 */
export function nadamSupremum(beta1: number, beta2: number): number {
  if (beta1 === 0) return 1;
  const q = beta1 * beta1 / beta2;
  if (q >= 1) return Infinity;
  const squares = (1 + beta1) ** 2 + beta1 * beta1 * q / (1 - q);
  return (1 - beta1) * Math.sqrt(squares / (1 - beta2));
}
