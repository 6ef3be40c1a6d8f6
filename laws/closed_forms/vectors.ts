/** Vectors of numbers with bounds. */
import type { Approximate } from "../approximate.ts";

/** Σ aᵢ·bᵢ, in whatever order it is summed. */
export function dot(
  zero: Approximate,
  a: readonly Approximate[],
  b: readonly Approximate[],
): Approximate {
  const terms = a.map((x, i) => x.multiply(b[i]));
  const size = terms.reduce((sum, { value }) => sum + Math.abs(value), 0);
  const sum = terms.reduce((x, y) => x.add(y), zero);
  const rounding = 2 * terms.length * zero.unit * size;
  return sum.of(sum.value, sum.error + rounding);
}

/** Σ |aᵢ|. */
export function sumOfSizes(
  zero: Approximate,
  a: readonly Approximate[],
): Approximate {
  return a.reduce((sum, x) => sum.add(x.abs()), zero);
}

/** √Σ aᵢ², with the roundings of one that divides by the greatest first. */
export function normOf(
  zero: Approximate,
  a: readonly Approximate[],
): Approximate {
  const norm = dot(zero, a, a).sqrt();
  return norm.of(norm.value, norm.error + 8 * zero.unit * norm.value);
}
