import type { Tensor } from "../autodiff/mod.ts";
import { biasCorrection } from "./bias_correction.ts";
import { learningRateOf } from "./hyperparameter_rows.ts";
import {
  type HyperparameterTable,
  type HyperparameterValue,
  positive,
} from "./hyperparameters.ts";
import { type MomentOptions, momentRows } from "./moment_lists.ts";

/** The options of rules that estimate the distance to the solution. */
export interface DistanceOptions extends MomentOptions {
  /** d₀, a distance to the solution that is surely too short. Default: 1e-6. */
  readonly distance?: HyperparameterValue;
  /**
   * What is corrected for moments that start at 0: nothing, or the learning
   * rate. Default: `none`; `optax` `learning-rate`.
   */
  readonly biasCorrection?: "none" | "learning-rate";
}

/** The rows of their hyperparameters. */
export const distanceRows: HyperparameterTable<
  keyof ReturnType<typeof momentRows> | "distance"
> = {
  ...momentRows(1),
  learningRate: learningRateOf(1, "what the estimate is multiplied by", "γ"),
  distance: {
    default: 1e-6,
    range: positive,
    symbol: "δ",
    doc: "the first estimate of the distance",
  },
};

/** The values of their common choice. */
export const corrections: {
  readonly biasCorrection: readonly ("none" | "learning-rate")[];
} = { biasCorrection: ["none", "learning-rate"] };

/** γ_t: γ as it is, or corrected as Adam's: γ·√(1 − β₂ᵗ)/(1 − β₁ᵗ). */
export function adamRate(
  { learningRate, beta1, beta2 }: Readonly<
    Record<"learningRate" | "beta1" | "beta2", Tensor>
  >,
  t: Tensor,
  corrected: "none" | "learning-rate",
): Tensor {
  if (corrected === "none") return learningRate;
  return learningRate.mul(biasCorrection(beta2, t).sqrt())
    .div(biasCorrection(beta1, t));
}
