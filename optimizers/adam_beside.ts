import {
  divideOrZero,
  scalar,
  subtract,
  type Tensor,
} from "../autodiff/mod.ts";
import { biasCorrection } from "./bias_correction.ts";
import type { Kept, StepInput } from "./define.ts";
import { amountOf, decayOf } from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";
import { adam } from "./rules/adam.ts";

/** Adam's part in a rule that leaves some tensors to Adam. */
export interface AdamBesideOptions {
  /** β₁, Adam's decay factor of the mean of gradients. Default: 0.9. */
  readonly beta1?: HyperparameterValue;
  /** β₂, Adam's, of the mean of squares. Default: 0.95; libraries 0.999. */
  readonly beta2?: HyperparameterValue;
  /** Adam's ε. Default: 1e-10; `torch` and `optax` 1e-8, `keras` 1e-7. */
  readonly epsilonAdam?: HyperparameterValue;
  /** Adam's learning rate as a share of η. Default: 0.015; libraries 1. */
  readonly adamRatio?: HyperparameterValue;
  /**
   * What Adam's direction is made of: its moments, corrected; those with the
   * next step's inertia; or moments with a corrected learning rate. Default:
   * `moments`; `optax` `nesterov`; `keras` `learning-rate`.
   */
  readonly adamForm?: "moments" | "nesterov" | "learning-rate";
}

/** The names of the hyperparameters. */
export type AdamBesideNames = "beta1" | "beta2" | "epsilonAdam" | "adamRatio";

/** The rows of the hyperparameters. */
export const adamBesideHyper: HyperparameterTable<AdamBesideNames> = {
  beta1: decayOf(0.9, "β₁", "Adam's decay factor of the mean of gradients"),
  beta2: decayOf(0.95, "β₂", "Adam's decay factor of the mean of squares"),
  epsilonAdam: amountOf(1e-10, "ε₂", "what Adam adds to its denominator"),
  adamRatio: amountOf(0.015, "κ", "Adam's learning rate as a share of η"),
};

/** The structural option. */
export const adamBesideChoices: {
  readonly adamForm: readonly NonNullable<AdamBesideOptions["adamForm"]>[];
} = { adamForm: ["moments", "nesterov", "learning-rate"] };

/**
 * β·m_t/(1 − βᵗ⁺¹) + (1 − β)·g_t/(1 − βᵗ): the corrected mean as it would be
 * after g_t once more, Nesterov's look ahead as Dozat and optax take it.
 */
export function lookAhead(
  m: Tensor,
  g: Tensor,
  beta: Tensor,
  t: Tensor,
): Tensor {
  // Quotients first: what is divided by 1 − β alone may overflow.
  const ahead = beta.div(biasCorrection(beta, t.add(1)));
  const present = subtract(1, beta).div(biasCorrection(beta, t));
  return ahead.mul(m).add(present.mul(g));
}

/** Adam's direction, and what it keeps. */
export function adamBeside(
  input: StepInput<Kept<"m" | "v">>,
  { beta1, beta2, epsilonAdam }: Readonly<Record<AdamBesideNames, Tensor>>,
  form: NonNullable<AdamBesideOptions["adamForm"]>,
): { readonly direction: Tensor; readonly state: Kept<"m" | "v"> } {
  const hyper = { learningRate: scalar(1), beta1, beta2, epsilon: epsilonAdam };
  const { step: direction, state } = adam.definition.step(input, hyper, {
    ...adam().choices as Parameters<typeof adam.definition.step>[2],
    biasCorrection: form === "learning-rate" ? form : "moments",
  });
  if (form !== "nesterov") return { direction, state };
  const { g, t } = input;
  const root = state.v.div(biasCorrection(beta2, t)).sqrt().add(epsilonAdam);
  const ahead = lookAhead(state.m, g, beta1, t);
  return { direction: divideOrZero(ahead, root), state };
}
