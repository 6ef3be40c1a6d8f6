import type { Tensor } from "../autodiff/mod.ts";
import type { Value } from "../autodiff/graph.ts";
import { unwrap } from "../autodiff/handle.ts";

/** How formulas write a value: a function of others, by its name. */
export interface Denotation {
  readonly name: string;
  readonly args: readonly Value[];
  /** What it depends on beside them, as text. */
  readonly detail: string;
}

const denotations = new WeakMap<Value, Denotation>();

/**
 * The same tensor, which formulas write as a function of others, not as the
 * operations that it is made of.
 */
export function denoted(
  name: string,
  args: readonly Tensor[],
  value: Tensor,
  detail: string = "",
): Tensor {
  const own = (x: Tensor) => unwrap("denote", x);
  denotations.set(own(value), { name, args: args.map(own), detail });
  return value;
}

/** What a value is written as; nothing where its operations are. */
export function denotationOf(value: Value): Denotation | undefined {
  return denotations.get(value);
}
