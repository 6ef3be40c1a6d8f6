import type { DType, Shape, Tensor } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import type { FlatTree } from "../autodiff/trees.ts";

/** What is known of a parameter before a value is. */
export interface Leaf {
  /**
   * Where it is in the tree, as messages say it: `.layers[0].weight`; empty
   * where the parameters are a single tensor.
   */
  readonly path: string;
  /** Its shape. */
  readonly shape: Shape;
  /** Its dtype. */
  readonly dtype: DType;
}

/**
 * Something of each parameter: a function of what is known of it, or a tree
 * like the parameters with a value in the place of each.
 */
export type OfLeaves<T> = ((leaf: Leaf) => T) | T | TreeWith<T>;

/** Nested records and arrays of values. */
export type TreeWith<T> =
  | readonly (T | TreeWith<T>)[]
  | { readonly [name: string]: T | TreeWith<T> };

/**
 * The value of each leaf.
 *
 * @throws {TypeError} naming the leaf whose value does not fit.
 */
export function valuesOfLeaves<T>(
  what: string,
  source: OfLeaves<T>,
  { leaves, paths, pick }: FlatTree<unknown>,
  fits: (value: unknown) => value is T,
  text: string,
): T[] {
  const values = typeof source === "function"
    ? leaves.map(({ shape, dtype }, i) =>
      (source as (leaf: Leaf) => T)({ path: paths[i], shape, dtype })
    )
    : pick(source);
  return values.map((value, i) => {
    if (fits(value)) return value;
    throw new TypeError(
      `Cannot update: ${what}${paths[i]} must be ${text}, current value is ` +
        describe(value),
    );
  });
}

/**
 * A tree without some of the leaves: an empty array is in the place of each,
 * so that the others keep their names and places.
 */
export function pruned<P>(
  { leaves, rebuild }: FlatTree<P>,
  values: readonly unknown[],
  kept: readonly boolean[],
): P {
  return rebuild(leaves.map((_, i) => kept[i] ? values[i] : []));
}

/** Whether a value of a leaf is true or false. */
export function isTrueOrFalse(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** A tree of what a pruned one holds where leaves were kept, else of others. */
export function filledIn<P>(
  flat: FlatTree<P>,
  tree: unknown,
  kept: readonly boolean[],
  others: readonly Tensor[],
): P {
  const own = flat.pick(tree);
  return flat.rebuild(kept.map((keep, i) => keep ? own[i] : others[i]));
}
