import type { Key, Tensor, TreeOf } from "../../autodiff/mod.ts";

/** The random keys of an instance; none depends on the optimizer. */
export interface InstanceKeys {
  /** The same for every seed: for what a problem draws once, as a split. */
  readonly problem: Key;
  /** Another for each seed: for the start. */
  readonly start: Key;
}

/** A function to minimise and where to start, for one seed. */
export interface Instance<P extends Tensor | TreeOf<P>> {
  /** The parameters before the first step. */
  readonly start: P;
  /** The loss: a float64 scalar. */
  loss(parameters: P): Tensor;
  /** Further scalars to report at the end of a trial, by name. */
  metrics(parameters: P): Readonly<Record<string, Tensor>>;
}

/** A problem: an instance for each seed. */
export interface Problem<P extends Tensor | TreeOf<P>> {
  /** The name in tables and in the derivation of keys. */
  readonly id: string;
  /** Raised when the bits of the problem change. */
  readonly revision: number;
  /** What it is, in a line. */
  readonly description: string;
  /** The instance that the keys draw. */
  instance(keys: InstanceKeys): Instance<P>;
}

/** A problem with parameters of any structure. */
// deno-lint-ignore no-explicit-any
export type AnyProblem = Problem<any>;
