import type { Tensor } from "../autodiff/mod.ts";

/**
 * √x + ε, or √(x + ε) where ε is placed inside the root: the denominator of a
 * step. Shape and dtype are those of x.
 */
export function rootWith(
  epsilon: Tensor,
  placement: "outside" | "inside",
  x: Tensor,
): Tensor {
  return placement === "inside" ? x.add(epsilon).sqrt() : x.sqrt().add(epsilon);
}
