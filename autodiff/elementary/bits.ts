/** The bit tools of the machine for one number, which the generated code calls. */

const FLOATS = new Float64Array(1);
const WORDS = new Uint32Array(FLOATS.buffer);
/** The place of the word with sign and exponent, which depends on the byte order. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0];

/** 2⁻¹⁰²² to 2¹⁰²³: reading one is faster than writing its bits and reading them back. */
const POWERS = new Float64Array(2046);
for (let i = 0; i < 1023; i++) {
  POWERS[1022 + i] = i === 0 ? 1 : 2 * POWERS[1021 + i];
  POWERS[1022 - i] = 1 / POWERS[1022 + i];
}
POWERS[2045] = 2 * POWERS[2044];

/** 2 to the power `k`, an integer from −1022 to 1023; 2⁻¹⁰²² where `k` is NaN. */
export function powerOfTwo(k: number): number {
  return POWERS[(k + 1022) | 0];
}

/** The integer e with 2ᵉ ≤ a < 2ᵉ⁺¹, for positive, finite, normal `a`. */
export function exponent(a: number): number {
  FLOATS[0] = a;
  return (WORDS[HIGH] >>> 20) - 1023;
}

/** a / 2ᵉ, in [1, 2), for positive, finite, normal `a`. */
export function significand(a: number): number {
  FLOATS[0] = a;
  WORDS[HIGH] = (WORDS[HIGH] & 0xfffff) | 0x3ff00000;
  return FLOATS[0];
}

/** `magnitude` with the sign of `sign`. */
export function copySign(magnitude: number, sign: number): number {
  const negative = sign < 0 || (sign === 0 && 1 / sign < 0);
  return negative ? -Math.abs(magnitude) : Math.abs(magnitude);
}
