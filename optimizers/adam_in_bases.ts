import { divideOrZero, type Tensor, where } from "../autodiff/mod.ts";
import { mean } from "./adam_moments.ts";
import { biasCorrection } from "./bias_correction.ts";
import type { StepInput } from "./define.ts";
import { fromBases, inBases, nextBases } from "./eigenbasis.ts";
import { decayOf, epsilonOf, stepsOf } from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";
import type { Slot } from "./optimizer.ts";
import { squarable } from "./squarable.ts";

/** Adam's moments in bases, and how these are kept. */
export interface BasisOptions {
  /** β₁, the decay factor of the mean of gradients. Default: 0.95. */
  readonly beta1?: HyperparameterValue;
  /** β₂, that of squares and of products of gradients. Default: 0.95. */
  readonly beta2?: HyperparameterValue;
  /** ε, what is added to the root. Default: 1e-8. */
  readonly epsilon?: HyperparameterValue;
  /** f, after how many steps bases turn. Default: 10. */
  readonly preconditionFrequency?: HyperparameterValue;
  /** Up to which length an axis has a basis. Default: `16`. */
  readonly maxDimension?: "16" | "2" | "64" | "256";
}

type Names = "beta1" | "beta2" | "epsilon" | "preconditionFrequency";

/** The rows of the hyperparameters. */
export const basisHyper: HyperparameterTable<Names> = {
  beta1: decayOf(0.95, "β₁", "the decay factor of the mean of gradients"),
  beta2: decayOf(0.95, "β₂", "that of squares and products"),
  epsilon: epsilonOf(1e-8),
  preconditionFrequency: stepsOf(10, "f", "after how many steps bases turn"),
};

/** The structural option. */
export const basisChoices: {
  readonly maxDimension: readonly NonNullable<BasisOptions["maxDimension"]>[];
} = { maxDimension: ["16", "2", "64", "256"] };

/**
 * Adam's direction in the bases, seen from outside, and what is kept: in the
 * first step no moments, but the bases; from the second on Adam's first, second
 * and so on.
 */
export function adamInBases(
  { g: gradient, t, state }: StepInput<Slot>,
  hyper: Readonly<Record<Names, Tensor>>,
  limit: number,
): { readonly direction: Tensor; readonly state: Slot } {
  const { beta1, beta2, epsilon, preconditionFrequency } = hyper;
  const g = squarable(gradient);
  const before = t.sub(1);
  const begun = (beta: Tensor, past: Tensor, present: Tensor) =>
    where(before.equal(0), 0, mean(beta, past, present));
  const m = begun(beta1, state.m, g);
  const v = begun(beta2, state.v, inBases(g, state, limit).square());
  const root = v.sqrt().add(epsilon);
  const seen = divideOrZero(inBases(m, state, limit), root);
  const taken = before.maximum(1);
  const corrected = biasCorrection(beta2, taken).sqrt()
    .div(biasCorrection(beta1, taken));
  const renewal = {
    decay: beta2,
    frequency: preconditionFrequency,
    before,
    limit,
  };
  return {
    direction: corrected.mul(fromBases(seen, state, limit)),
    state: { m, ...nextBases(state, g, v, renewal) },
  };
}
