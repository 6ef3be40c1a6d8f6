import type { Format } from "./format.ts";

/**
 * The operations that elementary functions are made of, over values `V` and
 * masks `M`. A definition is a function of a machine: run on one that computes
 * it evaluates, on one that writes code it emits.
 *
 * Each operation is rounded once to the machine's format, as IEEE 754 has it,
 * and none is ever joined with another. There are no branches: both sides of a
 * `select` are computed.
 */
export interface Machine<V, M> {
  /** The format of every value, those of {@link wide} excepted. */
  readonly format: Format;
  /** The number of this format that is nearest to `value`. */
  constant(value: number): V;
  /** a + b */
  add(a: V, b: V): V;
  /** a − b */
  subtract(a: V, b: V): V;
  /** a · b */
  multiply(a: V, b: V): V;
  /** a / b */
  divide(a: V, b: V): V;
  /** The square root, rounded correctly. */
  sqrt(a: V): V;
  /** a with its sign bit flipped. */
  negate(a: V): V;
  /** a with its sign bit cleared. */
  abs(a: V): V;
  /** `magnitude` with the sign bit of `sign`; with either sign where that is NaN. */
  copySign(magnitude: V, sign: V): V;
  /** Whether a < b; false where one is NaN. */
  less(a: V, b: V): M;
  /** Whether a ≤ b; false where one is NaN. */
  lessEqual(a: V, b: V): M;
  /** Whether a = b; false where one is NaN, true for zeros of either sign. */
  equal(a: V, b: V): M;
  /** Whether both hold. */
  and(a: M, b: M): M;
  /** Whether one or both hold. */
  or(a: M, b: M): M;
  /** Whether it does not hold. */
  not(a: M): M;
  /** `yes` where the mask holds, else `no`, bit for bit. */
  select(mask: M, yes: V, no: V): V;
  /**
   * 2 to the power `k`, an integer among the exponents of the format's normal
   * numbers. For other integers among those of float64, and for NaN, any value;
   * further ones must not occur, not even where the result is selected away.
   */
  powerOfTwo(k: V): V;
  /** The integer e with 2ᵉ ≤ a < 2ᵉ⁺¹, for positive, finite, normal `a`; else any value. */
  exponent(a: V): V;
  /** a / 2ᵉ, in [1, 2), for positive, finite, normal `a`; else any value. */
  significand(a: V): V;
  /** The machine for float64; this one itself where that is its format. */
  readonly wide: Machine<V, M>;
  /** A value of this machine as one of {@link wide}; exact. */
  promote(a: V): V;
  /** A value of {@link wide} rounded to this machine's format. */
  demote(a: V): V;
}
