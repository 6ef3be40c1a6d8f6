/** Exact binary numbers of any size, as integers times powers of two. */

/** The exact number significand · 2^exponent. */
export interface Real {
  readonly significand: bigint;
  readonly exponent: number;
}

const floats = new Float64Array(1);
const words = new BigUint64Array(floats.buffer);

/** A finite number as it is. */
export function real(x: number): Real {
  floats[0] = x;
  const biased = Number((words[0] >> 52n) & 0x7ffn);
  const fraction = words[0] & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  return { significand: x < 0 ? -magnitude : magnitude, exponent };
}

/** a · 2^bits, rounded down. */
export function shift(a: bigint, bits: number): bigint {
  return bits >= 0 ? a << BigInt(bits) : a >> BigInt(-bits);
}

/** The greatest n with 2ⁿ ≤ a, for a positive integer below 2¹⁰²³. */
export function log2Floor(a: bigint): number {
  floats[0] = Number(a);
  const rounded = Number(words[0] >> 52n) - 1023;
  return a >> BigInt(rounded) === 0n ? rounded - 1 : rounded;
}
