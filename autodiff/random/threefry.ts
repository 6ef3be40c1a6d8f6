/** By how many bits a round rotates; round r uses entry r mod 8. */
export const rotations: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];

/** Threefish's key schedule parity, cut to 32 bits. */
export const parity = 0x1bd11bda;

/**
 * The Threefry-2x32 block function with 20 rounds: for each key a bijection of
 * pairs of 32-bit words.
 *
 * @param k0 the first word of the key.
 * @param k1 the second word of the key.
 * @param c0 the first word of the counter.
 * @param c1 the second word of the counter.
 * @returns two words, unsigned.
 * @see Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as
 * 1, 2, 3, section 4.2 and its reference implementation Random123.
 */
export function threefry2x32(
  k0: number,
  k1: number,
  c0: number,
  c1: number,
): [number, number] {
  const keys = [k0, k1, parity ^ k0 ^ k1];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let round = 0; round < 20; round++) {
    const left = rotations[round % 8];
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << left) | (x1 >>> (32 - left))) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + keys[injection % 3]) | 0;
      x1 = (x1 + keys[(injection + 1) % 3] + injection) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}
