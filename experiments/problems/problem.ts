import type { Key, Tensor, TreeOf } from "../../autodiff/mod.ts";

/** The random keys of an instance; none depends on the optimizer. */
export interface InstanceKeys {
  /** The same for every seed: for what a problem draws once, as a split. */
  readonly problem: Key;
  /** Another for each seed: for the start. */
  readonly start: Key;
  /** Another for each seed: for which samples a step learns from. */
  readonly batches: Key;
}

/** Steps that learn from a part of the data each. */
export interface Batches<P extends Tensor | TreeOf<P>> {
  /** What a step learns from, 1 the first: indices of samples, say. */
  at(step: number): Tensor;
  /** The loss that a step lowers: a float scalar. */
  loss(parameters: P, batch: Tensor): Tensor;
}

/** A function to minimise and where to start, for one seed. */
export interface Instance<P extends Tensor | TreeOf<P>> {
  /** The parameters before the first step. */
  readonly start: P;
  /** The loss, on all of the data: a float scalar. */
  loss(parameters: P): Tensor;
  /** What steps learn from instead, where it is not all of the data. */
  readonly batches?: Batches<P>;
  /** Further scalars to report at the end of a trial, by name. */
  metrics(parameters: P): Readonly<Record<string, Tensor>>;
}

/** Where the loss of a problem is least. */
export interface Optimum {
  /** The least value. */
  readonly value: number;
  /** Every point that has it, as lists of coordinates. */
  readonly points: readonly (readonly number[])[];
}

/** A problem: an instance for each seed. */
export interface Problem<P extends Tensor | TreeOf<P>> {
  /** The name in tables and in the derivation of keys. */
  readonly id: string;
  /** Raised when the bits of the problem change. */
  readonly revision: number;
  /** What it is, in a line. */
  readonly description: string;
  /** Where the loss is least, the same for every seed, where it is known. */
  readonly optimum?: Optimum;
  /**
   * Whether seeds differ in their starts and batches alone, so that one and
   * the same loss serves all of them, and trials can be run together. Default:
   * false.
   */
  readonly sharedLoss?: boolean;
  /**
   * How many numbers the parameters are, where they may be very many: fewer
   * trials are run together then. Default: few.
   */
  readonly size?: number;
  /** The instance that the keys draw. */
  instance(keys: InstanceKeys): Instance<P>;
}

/** A problem with parameters of any structure. */
// deno-lint-ignore no-explicit-any
export type AnyProblem = Problem<any>;
