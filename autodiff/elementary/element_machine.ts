import type { DType } from "../dtypes.ts";
import type { Machine } from "./machine.ts";

/**
 * What elementwise operations are made of: a {@link Machine} of one dtype with
 * a few more operations, whose masks are elements of dtype `bool`.
 *
 * The machine of an integer dtype has `constant`, `add`, `subtract`,
 * `multiply`, `negate`, `abs`, `maximum`, `minimum`, the comparisons and
 * `select`; that of `bool` has `constant`, `equal` and `select`. Both have
 * `and`, `or` and `not`, which take and give elements of `bool`, and `cast`.
 * Integers wrap.
 */
export interface ElementMachine<E> extends Machine<E, E> {
  /** The dtype of its elements. */
  readonly dtype: DType;
  /** The greater; NaN where one is NaN, and +0 is greater than −0. */
  maximum(a: E, b: E): E;
  /** The lesser; NaN where one is NaN, and −0 is less than +0. */
  minimum(a: E, b: E): E;
  /** The greatest integer not above a. */
  floor(a: E): E;
  /** An element of this machine in another dtype, by the rules of `cast`. */
  cast(a: E, dtype: DType): E;
}

/**
 * How one element of a result is made from those at the same place of the
 * inputs, on the machine of the inputs' dtype.
 */
export type ElementCode = <E>(m: ElementMachine<E>, ...elements: E[]) => E;
