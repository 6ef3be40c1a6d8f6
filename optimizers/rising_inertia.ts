import { exp, log, scalar, subtract, type Tensor } from "../autodiff/mod.ts";

/**
 * NAdam's inertia of step t: β₁·(1 − 0.96^(ψ·t)/2), which rises from about β₁/2
 * to β₁. A scalar; computed in float64.
 *
 * @param beta1 β₁, in [0, 1): a scalar.
 * @param psi ψ, how fast it rises: a scalar.
 */
export function risingInertia(beta1: Tensor, psi: Tensor, t: Tensor): Tensor {
  const power = exp(t.mul(psi).mul(log(scalar(0.96))));
  return beta1.mul(subtract(1, power.div(2)));
}
