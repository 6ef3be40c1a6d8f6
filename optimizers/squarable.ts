import type { Tensor } from "../autodiff/mod.ts";

/**
 * The same numbers, but none beyond ±10¹⁴⁰ (±10¹⁵ in float32), so that sums of
 * their squares are finite.
 */
export function squarable(x: Tensor): Tensor {
  const most = x.dtype === "float64" ? 1e140 : 1e15;
  return x.clip(-most, most);
}
