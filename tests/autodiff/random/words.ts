/** Blocks as `Key` documents them, to compute draws anew from. */
import * as fc from "fast-check";
import type { Key } from "../../../autodiff/mod.ts";
import { threefry2x32 } from "../../../autodiff/random/threefry.ts";

/** The block of a key at counter (i, s). */
export function blockOf(key: Key, i: number, s: number): [number, number] {
  const [k0, k1] = key.bits.toTypedArray();
  return threefry2x32(k0, k1, i, s);
}

/** A block as one integer of 64 bits. */
export function joined(block: ArrayLike<number>): bigint {
  return BigInt(block[0]) << 32n | BigInt(block[1]);
}

/** The upper 53 bits of a block over 2⁵³. */
export function upper53(block: [number, number]): number {
  return Number(joined(block) >> 11n) / 2 ** 53;
}

/** The second counter word of the first block of each purpose. */
export const STREAM = {
  uniform: 0x00000000,
  normal: 0x10000000,
  integers: 0x20000000,
  permutation: 0x30000000,
  split: 0x40000000,
  fold: 0x50000000,
};

/** Seeds, the least and the greatest among them. */
export function seeds(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.maxSafeNat(),
    fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
  );
}
