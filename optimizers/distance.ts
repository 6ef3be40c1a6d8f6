import type { Tensor } from "../autodiff/mod.ts";
import { biasCorrection } from "./bias_correction.ts";
import type { ChoiceTable } from "./choices.ts";
import { learningRateOf } from "./hyperparameter_rows.ts";
import {
  type HyperparameterTable,
  type HyperparameterValue,
  positive,
} from "./hyperparameters.ts";
import { type MomentOptions, momentRows } from "./moment_lists.ts";
import { each } from "./whole_tree.ts";

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

/** The options of D-Adaptation beside those. */
export interface AdaptedOptions extends DistanceOptions {
  /**
   * Whose steps are adapted: Adam's, or those of gradient descent with momentum.
   * Default: `adam`; `sgd` `sgd`.
   */
  readonly base?: "adam" | "sgd";
  /**
   * By which root the sum of gradients is scaled: the one with the present
   * gradient in it, or the one before. Default: `new`; `optax` and `dadaptation`
   * `old`.
   */
  readonly scaledBy?: "new" | "old";
  /**
   * Whether the weights decay beside the gradient (AdamW), or λ·w is added to it
   * (Adam). Default: `outside`; `dadaptation` and `sgd` `inside`.
   */
  readonly weightDecayPlacement?: "outside" | "inside";
}

/** The values of their choices. */
export const adaptedChoices: ChoiceTable<AdaptedOptions> = {
  ...corrections,
  base: ["adam", "sgd"],
  scaledBy: ["new", "old"],
  weightDecayPlacement: ["outside", "inside"],
};

/** The options of Prodigy beside those. */
export interface GrowingOptions extends DistanceOptions {
  /**
   * Which estimate ε is multiplied by: the one that the step is taken with, or
   * the one that it leads to. Default: `old`; `optax` and `prodigyopt` `new`.
   */
  readonly epsilonScale?: "old" | "new";
  /**
   * Whether s leaves γ_t out, so that a learning rate that rises from near 0 does
   * not raise d too much. Default: `off`.
   */
  readonly safeguardWarmup?: "off" | "on";
}

/** The values of its choices. */
export const growingChoices: ChoiceTable<GrowingOptions> = {
  ...corrections,
  epsilonScale: ["old", "new"],
  safeguardWarmup: ["off", "on"],
};

/** x with a multiple of the weights added. */
export function decayed(
  x: readonly Tensor[],
  w: readonly Tensor[],
  by: Tensor,
): Tensor[] {
  return each((x, w) => x.add(by.mul(w)), x, w);
}

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
