import { subtract, type Tensor, zerosLike } from "../autodiff/mod.ts";
import type { Kept } from "./define.ts";

/**
 * What a rule keeps that has Adam's moments: m, a mean of gradients, v, a
 * measure of their squares, and what else is named.
 */
export type Moments<K extends string = never> = Kept<"m" | "v" | K>;

/** Zeros for each name, of the shape and dtype of w. */
export function zeroSlots<K extends string>(
  w: Tensor,
  ...names: readonly K[]
): Kept<K> {
  const entries = names.map((name) => [name, zerosLike(w)] as const);
  return Object.fromEntries(entries) as Kept<K>;
}

/** Tensors of the shape and dtype of w, of one number each. */
export function startingSlots<K extends string>(
  w: Tensor,
  starts: Readonly<Record<K, Tensor | number>>,
): Kept<K> {
  const entries = Object.entries<Tensor | number>(starts)
    .map(([name, start]) => [name, zerosLike(w).add(start)]);
  return Object.fromEntries(entries) as Kept<K>;
}

/** The moving average β·before + (1 − β)·x. */
export function mean(beta: Tensor, before: Tensor, x: Tensor): Tensor {
  return beta.mul(before).add(subtract(1, beta).mul(x));
}

/**
 * Adam's moments after another gradient: m = β₁·m + (1 − β₁)·g and
 * v = β₂·v + (1 − β₂)·g ⊙ g.
 */
export function moments(
  { g, state }: { readonly g: Tensor; readonly state: Moments },
  { beta1, beta2 }: { readonly beta1: Tensor; readonly beta2: Tensor },
): Moments {
  return {
    m: mean(beta1, state.m, g),
    v: mean(beta2, state.v, g.square()),
  };
}
