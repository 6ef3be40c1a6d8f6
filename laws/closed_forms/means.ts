import type { Approximate } from "../approximate.ts";
import type { Constants } from "./constants.ts";
import type { Past } from "./past.ts";

/** What is summed: the gradient. */
export const itself = (g: number): number => g;

/** What is summed: its square. */
export const square = (g: number): number => g * g;

/** The pasts of all steps up to the present one. */
export function steps(past: Past): Past[] {
  return Array.from({ length: past.t }, (_, i) => past.at(i + 1));
}

/** β·before + (1 − β)·x, for a β that isn't a hyperparameter. */
export function mean(
  beta: Approximate,
  before: Approximate,
  x: Approximate,
): Approximate {
  const rest = beta.of(1).subtract(beta);
  return beta.multiply(before).add(rest.multiply(x));
}

/** The same for a hyperparameter. */
export function meanOf(
  past: Constants,
  beta: string,
  before: Approximate,
  x: Approximate,
): Approximate {
  return past.hyper(beta).multiply(before)
    .add(past.complement(beta).multiply(x));
}

/** 1 − βᵗ, or 1 where nothing is corrected. */
export function correction(
  past: Constants,
  beta: string,
  corrected: boolean = true,
): Approximate {
  const one = past.exact(1);
  return corrected ? one.subtract(past.power(beta)) : one;
}

/** m̂: the mean of gradients, corrected. */
export function correctedMean(past: Past, corrected = true): Approximate {
  return past.mean("beta1", itself)
    .divide(correction(past, "beta1", corrected));
}

/** √v̂ + ε, or √v̂ + ε̂/√(1 − β₂ᵗ) where the learning rate is corrected. */
export function adamRoot(past: Constants, vHat: Approximate): Approximate {
  return vHat.sqrt().add(adamEpsilon(past));
}

/** ε, or ε̂/√(1 − β₂ᵗ) where the learning rate is corrected. */
export function adamEpsilon(past: Constants): Approximate {
  const hat = past.choice("biasCorrection", "moments") === "learning-rate";
  const epsilon = past.hyper("epsilon");
  return hat ? epsilon.divide(correction(past, "beta2").sqrt()) : epsilon;
}
