import { divideOrZero, subtract, type Tensor } from "../autodiff/mod.ts";
import { lookAhead } from "./adam_beside.ts";
import type { Kept, StepInput } from "./define.ts";
import { amountOf, momentumOf } from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";
import { orthogonalized } from "./newton_schulz.ts";
import { tensorNorm } from "./tensor_norm.ts";

/** What a matrix's direction is made of. */
export interface OrthogonalOptions {
  /** μ, the inertia: what stays of the previous direction. Default: 0.95. */
  readonly momentum?: HyperparameterValue;
  /** ε, beside the norm. Default: 1e-7; `optax` 1e-8. */
  readonly epsilon?: HyperparameterValue;
  /**
   * What is kept of gradients: their sum, weighted by powers of μ; their mean,
   * with ε the least that a norm counts as; or their corrected mean. Default:
   * `sum`; `torch` `mean`, `optax` `corrected`.
   */
  readonly average?: "sum" | "mean" | "corrected";
  /**
   * What a step of m rows and n columns is multiplied by: √max(1, m/n),
   * √max(1, n/m) or 0.2·√max(m, n). Default: `tall`; `optax` `wide`, `keras`
   * `longest`.
   */
  readonly sizing?: "tall" | "wide" | "longest";
}

type Choices = {
  readonly [K in "average" | "sizing"]: NonNullable<OrthogonalOptions[K]>;
};

/** The rows of the hyperparameters. */
export const orthogonalHyper: HyperparameterTable<"momentum" | "epsilon"> = {
  momentum: momentumOf(0.95, "μ"),
  epsilon: amountOf(1e-7, "ε", "what is beside the norm"),
};

/** The structural options. */
export const orthogonalChoices: {
  readonly [K in keyof Choices]: readonly Choices[K][];
} = {
  average: ["sum", "mean", "corrected"],
  sizing: ["tall", "wide", "longest"],
};

/**
 * A matrix's direction made orthogonal, with Nesterov's look ahead, and the
 * mean of gradients that it keeps.
 *
 * A sum Σ μᵗ⁻ⁱ·gᵢ is kept as a mean too, times 1 − μ, which cannot overflow;
 * so is ε then: it is all the same once divided by the norm.
 */
export function orthogonalDirection(
  { g, t, state }: StepInput<Kept<"m">>,
  { momentum, epsilon }: Readonly<Record<keyof typeof orthogonalHyper, Tensor>>,
  { average, sizing }: Choices,
): { readonly direction: Tensor; readonly state: Kept<"m"> } {
  const rest = subtract(1, momentum);
  const m = momentum.mul(state.m).add(rest.mul(g));
  const ahead = average === "corrected"
    ? lookAhead(m, g, momentum, t)
    : momentum.mul(m).add(rest.mul(g));
  const beside = average === "sum" ? rest.mul(epsilon) : epsilon;
  const norm = tensorNorm(ahead);
  const size = average === "mean" ? norm.maximum(beside) : norm.add(beside);
  const direction = orthogonalized(divideOrZero(ahead, size))
    .mul(factorOf(g.shape, sizing));
  return { direction, state: { m } };
}

function factorOf(
  [m, n]: readonly number[],
  sizing: Choices["sizing"],
): number {
  if (m * n === 0) return 1;
  if (sizing === "longest") return 0.2 * Math.sqrt(Math.max(m, n));
  return Math.sqrt(Math.max(1, sizing === "tall" ? m / n : n / m));
}
