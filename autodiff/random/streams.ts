/**
 * What the blocks of a key are used for.
 *
 * A block is 64 bits: Threefry of the key at a counter of two words. The first
 * word is the index of the element drawn. The second names the purpose in its
 * upper four bits and, in the others, which block of that purpose it is. So no
 * two purposes ever share a block, and since Threefry is a bijection of
 * counters no two blocks of a key are equal.
 */
export const purposes = {
  /** `uniform` and `bernoulli`: one block an element. */
  uniform: 0,
  /** `normal`: one block an element in float32, two in float64. */
  normal: 1,
  /** `integers`: as many blocks as it takes not to be biased. */
  integers: 2,
  /** `permutation`: one block an element. */
  permutation: 3,
  /** `split`: one block a child, its key. */
  split: 4,
  /** `fold`: one block, the key under which names are looked up. */
  fold: 5,
} as const;

/** The second counter word of a block. */
export function stream(purpose: keyof typeof purposes, block = 0): number {
  return purposes[purpose] * 0x10000000 + block;
}
