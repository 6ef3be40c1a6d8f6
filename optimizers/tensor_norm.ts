import { divideOrZero, scalar, type Tensor, where } from "../autodiff/mod.ts";

/**
 * ‖x‖, the root of the sum of the squares of all elements, where no square
 * leaves the range: elements are divided by the greatest one first. A scalar of
 * the dtype of x; 0 where x is empty.
 */
export function tensorNorm(x: Tensor): Tensor {
  if (x.size === 0) return scalar(0);
  const most = x.abs().max();
  return most.mul(divideOrZero(x, most).norm());
}

/** The root of the mean of the squares of all elements, computed so too. */
export function rootMeanSquare(x: Tensor): Tensor {
  if (x.size === 0) return scalar(0);
  const most = x.abs().max();
  return most.mul(divideOrZero(x, most).square().mean().sqrt());
}

/**
 * An update times `trust`·‖w‖/`size`: how LARS and LAMB scale it to the weights
 * w of its tensor. Where ‖w‖ is 0 it stays as it is.
 *
 * @param size a norm of the update: a scalar.
 */
export function scaledToWeights(
  update: Tensor,
  w: Tensor,
  size: Tensor,
  trust: Tensor | number = 1,
): Tensor {
  const norm = tensorNorm(w);
  const scaled = divideOrZero(update, size).mul(norm.mul(trust));
  return where(norm.equal(0), update, scaled);
}
