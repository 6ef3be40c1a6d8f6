import {
  exp,
  log,
  maximum,
  scalar,
  subtract,
  type Tensor,
} from "../autodiff/mod.ts";

/**
 * 1 − βᵗ: the sum of the weights of a moving average that began with 0 and has
 * seen t numbers, by which it is divided. A scalar; computed in float64.
 *
 * βᵗ is β·exp((t − 1)·log β), so that it is β in every bit at t = 1, and its
 * derivative by β is right at β = 0 too.
 *
 * @param beta β, in [0, 1): a scalar.
 * @param t the number of the step, 1 in the first: a scalar.
 * @param corrected whether there is a correction; else 1.
 */
export function biasCorrection(
  beta: Tensor,
  t: Tensor,
  corrected: boolean = true,
): Tensor {
  if (!corrected) return scalar(1);
  const least = 1e-300; // Its logarithm is finite, its square 0.
  const rest = exp(t.sub(1).mul(log(maximum(beta, least))));
  return subtract(1, beta.mul(rest));
}
