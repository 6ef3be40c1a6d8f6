import type { Shape } from "../shapes.ts";
import type { Tensor } from "../tensor.ts";
import type { NormalOptions } from "./normal.ts";
import type { UniformOptions } from "./uniform.ts";

/**
 * The source of random numbers: 64 bits from which any number of draws and of
 * further keys are made. A key never changes: the same draw of the same key
 * gives the same numbers, in the same bits, everywhere. So make a key for each
 * thing that is random, by `fold` or `split`.
 *
 * All comes from Threefry-2x32 with 20 rounds. A block of a key is Threefry of
 * the key's two words at a counter of two words (i, s): 64 random bits, a first
 * word and a second one, each with its bits from the highest down. The first
 * counter word i is the index of an element in row-major order. The second is
 * s = 2²⁸ · purpose + j, with the purpose
 *
 * | 0 | 1 | 2 | 3 | 4 | 5 |
 * | --- | --- | --- | --- | --- | --- |
 * | uniform, bernoulli | normal | integers | permutation | split | fold |
 *
 * and j counted from 0 where an element takes several blocks. Different
 * purposes never share a block: a uniform and a normal draw of one key are
 * independent, and so are its draws and its children. Draws of the same
 * purpose that differ in shape, dtype or parameters are made from the same
 * blocks.
 *
 * Except for `permutation`, element i of a draw depends on the key and i
 * alone: `uniform([n])` is the beginning of `uniform([m])` for n < m, and the
 * shape only arranges the elements.
 *
 * Draws can be traced: inside `vmap` a key whose bits are mapped gives each
 * instance what it would get alone. No derivative passes through a draw.
 *
 * @see Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as
 * 1, 2, 3.
 *
 * @example
 * ```ts
 * import { key, keyOf, stack, vmap } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = key(42).fold("start");
 * const short = run.uniform([2]).toArray();
 * assertEquals(run.uniform([3]).slice([0], [2]).toArray(), short);
 *
 * const [a, b] = run.split(2);
 * const draw = vmap((bits) => keyOf(bits).normal([5]));
 * const both = draw(stack([a.bits, b.bits]));
 * const alone = stack([a.normal([5]), b.normal([5])]);
 * assertEquals(both.toArray(), alone.toArray());
 * ```
 */
export interface Key {
  /** The key itself: uint32 of shape `[2]`. See {@linkcode keyOf}. */
  readonly bits: Tensor;

  /**
   * The key that belongs to a name. It depends on this key and the name alone,
   * so that adding a name changes nobody else's numbers.
   *
   * It is Threefry, keyed with block (0, 5·2²⁸) of this key, of a counter that
   * is the first 64 bits of SHA-256 of the name in UTF-8 (big-endian, the
   * first 32 bits in the first counter word). Under one key, different hashes
   * give different keys; that two names have the same, or that the key of a
   * name equals a block of this key, has a chance of 2⁻⁶⁴ for each pair.
   * Names are compared code point by code point, without normalisation.
   *
   * @param name any text, the empty one included.
   * @throws {RangeError} for a name with a lone surrogate, which has no UTF-8.
   * @throws {TypeError} if the name is not a string.
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assertEquals } from "@std/assert";
   *
   * const data = key(7).fold("iris").fold("split");
   * assertEquals(data.bits.toArray(), [1131795472, 3333794497]);
   * ```
   */
  fold(name: string): Key;

  /**
   * The first `n` children of this key: child i is block (i, 4·2²⁸). They
   * differ from one another and from every block of this key's draws, and
   * child i is the same for every `n`.
   *
   * @throws {RangeError} if `n` is not an integer in [0, 2³²].
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assertEquals } from "@std/assert";
   *
   * const [first] = key(7).split(1);
   * assertEquals(key(7).split(3)[0].bits.toArray(), first.bits.toArray());
   * ```
   */
  split(n: number): Key[];

  /**
   * Numbers spread evenly over [`low`, `high`).
   *
   * u is the upper 53 bits of block (i, 0) divided by 2⁵³: its first word and
   * the upper 21 bits of its second. In float32 it is the upper 24 bits of the
   * first word divided by 2²⁴. Element i is low + (high − low) · u, where
   * `low`, `high` and each operation are rounded to the dtype; what rounding
   * lifts to `high` becomes the greatest number below it. With the defaults
   * the element is u.
   *
   * @throws {RangeError} unless `low` is less than `high` and both and their
   * distance are finite in the dtype; for a shape with a length that is not a
   * whole number, or of more than 2³² elements.
   * @throws {TypeError} for a dtype that is not a float.
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assert, assertEquals } from "@std/assert";
   *
   * const x = key(7).uniform([2, 3], { low: -1, dtype: "float32" });
   * assertEquals(x.shape, [2, 3]);
   * assert(x.min().item() >= -1 && x.max().item() < 1);
   * ```
   */
  uniform(shape: Shape, options?: UniformOptions): Tensor;

  /**
   * Numbers from a normal distribution, by the method of Box and Muller:
   * mean + standardDeviation · (√(−2 · log u₁) · cos(2π · u₂)), with the
   * operations of this library and in this order.
   *
   * In float64 u₁ is 1 minus the upper 53 bits of block (i, 2²⁸) over 2⁵³, and
   * u₂ the upper 53 bits of block (i, 2²⁸ + 1) over 2⁵³; no number is further
   * than 8.58 standard deviations from the mean. In float32 both come from
   * block (i, 2²⁸): u₁ is the first word plus 1, over 2³², rounded; u₂ is the
   * upper 24 bits of the second word over 2²⁴; the limit is 6.67.
   *
   * @throws {RangeError} unless the mean and the standard deviation are finite
   * in the dtype, and the latter is at least 0; for a shape with a length that
   * is not a whole number, or of more than 2³² elements.
   * @throws {TypeError} for a dtype that is not a float.
   * @see Box, Muller (1958), A note on the generation of random normal
   * deviates.
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assert } from "@std/assert";
   *
   * const x = key(7).normal([1000], { mean: 10, standardDeviation: 2 });
   * assert(Math.abs(x.mean().item() - 10) < 0.3);
   * ```
   */
  normal(shape: Shape, options?: NormalOptions): Tensor;

  /**
   * The numbers 0, …, n − 1 in random order, every order as likely as every
   * other: they are sorted by their blocks (i, 3·2²⁸), read as integers of 64
   * bits. Blocks of one key differ, so there are no ties.
   *
   * @returns an int32 tensor of shape `[n]`.
   * @throws {RangeError} if `n` is not an integer in [0, 2³¹ − 1].
   *
   * @example
   * ```ts
   * import { key, tensor } from "@descent/lab";
   * import { assertEquals } from "@std/assert";
   *
   * const order = key(7).permutation(4);
   * assertEquals(order.size, 4);
   * assertEquals(tensor([1, 1, 1, 1]).take(order).toArray(), [1, 1, 1, 1]);
   * ```
   */
  permutation(n: number): Tensor;

  /**
   * Whether events of probability `p` happen: where `uniform(shape)` is less
   * than `p`. So the probability is p rounded up to a multiple of 2⁻⁵³, and 0
   * and 1 are exact. For a tensor of probabilities write
   * `key.uniform(p.shape).less(p)`.
   *
   * @returns a `bool` tensor.
   * @throws {RangeError} if `p` is not in [0, 1]; for a shape with a length
   * that is not a whole number, or of more than 2³² elements.
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(key(7).bernoulli(1, [2]).toArray(), [true, true]);
   * ```
   */
  bernoulli(p: number, shape: Shape): Tensor;

  /**
   * Integers in [`low`, `high`), every one as likely as every other.
   *
   * With r = high − low, element i is low + (w mod r), where w is the first
   * word less than ⌊2³² / r⌋ · r among those of blocks (i, 2·2²⁸),
   * (i, 2·2²⁸ + 1), …: all others would favour small results.
   *
   * @returns an int32 tensor.
   * @throws {RangeError} unless `low` and `high` are integers with
   * −2³¹ ≤ low < high ≤ 2³¹; for a shape with a length that is not a whole
   * number, or of more than 2³² elements.
   *
   * @example
   * ```ts
   * import { key } from "@descent/lab";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(key(7).integers(5, 6, [2]).toArray(), [5, 5]);
   * ```
   */
  integers(low: number, high: number, shape: Shape): Tensor;
}
