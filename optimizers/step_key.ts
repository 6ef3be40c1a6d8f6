import { type Key, keyOf, stack, type Tensor, where } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import type { FlatTree } from "../autodiff/trees.ts";

/**
 * Checks an option that things are drawn from.
 *
 * @throws {TypeError} if it is no key.
 */
export function checkKey(name: string, key: unknown): asserts key is Key {
  if (typeof (key as Partial<Key> | undefined)?.fold === "function") return;
  throw new TypeError(
    `Cannot create ${name}: key must be a key, as key(seed) makes it, ` +
      `current value is ${describe(key)}`,
  );
}

/**
 * The key of step t: the two words of t, the upper one first, are added to
 * those of the key, each modulo 2³².
 */
export function stepKey({ bits }: Key, t: Tensor): Key {
  const words = 0x100000000;
  const upper = t.div(words).floor();
  const lower = t.sub(upper.mul(words));
  return keyOf(bits.add(stack([upper, lower]).cast("uint32")));
}

/**
 * Signs like the leaves of a tree: the tensor at `.w` has 1 where
 * `bernoulli(0.5)` of the key k.fold(".w") is true, else −1, where k is the
 * key of step t of key.fold("probe").
 */
export function drawProbe<P>(
  key: Key,
  t: Tensor,
  { leaves, paths }: FlatTree<P>,
): Tensor[] {
  const ofStep = stepKey(key.fold("probe"), t);
  return leaves.map(({ shape, dtype }, i) => {
    const heads = ofStep.fold(paths[i]).bernoulli(0.5, shape);
    return where(heads, 1, -1).cast(dtype);
  });
}
