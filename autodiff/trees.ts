import type { Value } from "./graph.ts";
import { checkFunction, isTensor, typeError, unwrap } from "./handle.ts";
import { formatShape, sameShape } from "./shapes.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Parameters as a user's own type: nested records, arrays and tuples whose
 * leaves are tensors. `P extends Tensor | TreeOf<P>` accepts an interface.
 *
 * @example
 * ```ts
 * import { grad, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * interface Line {
 *   slope: Tensor;
 *   offset: Tensor;
 * }
 * const at = (line: Line, x: number) => line.slope.mul(x).add(line.offset);
 * const slopes = grad(at)({ slope: tensor(2), offset: tensor(1) }, 3);
 * assertEquals(slopes.slope.item(), 3);
 * ```
 */
export type TreeOf<P> = {
  [K in keyof P]: P[K] extends Tensor ? Tensor
    : P[K] extends object ? TreeOf<P[K]>
    : never;
};

/** The leaves of a tree, and how to make the same tree of other leaves. */
export interface FlatTree<P> {
  readonly leaves: readonly Tensor[];
  /** The graph values of the leaves. */
  readonly values: readonly Value[];
  /** Where each leaf is, for messages: `.layers[0].weight`. */
  readonly paths: readonly string[];
  /** The tree with other leaves, of any kind, in the same places. */
  rebuild<L>(leaves: readonly L[]): P;
  /** What another tree holds in the places of the leaves. */
  pick(tree: unknown): readonly unknown[];
}

/** How many levels a tree may have, or an array of elements. */
export const deepest: number = 1000;

/**
 * Checks that a tree has no more levels than can be visited: for each of its
 * records and arrays.
 *
 * @param level how many are above the part at `place`.
 * @throws {RangeError} where it has, and in a tree that is part of itself.
 */
export function checkDepth(name: string, level: number, place: string): void {
  if (level < deepest) return;
  throw new RangeError(
    `Cannot ${name}: a tree must have at most ${deepest} levels, there are ` +
      `more at ${place.slice(0, 40)}…; a tree must not be part of itself`,
  );
}

/**
 * The leaves of a tree in order: the keys of a record in code-unit order, the
 * elements of an array by index.
 *
 * @throws {TypeError} naming the place of what is neither a tensor nor a
 * record or array.
 * @throws {RangeError} for a tree of more than 1000 levels.
 */
export function flattenTree<P>(name: string, tree: P): FlatTree<P> {
  if (isTensor(tree)) return oneLeaf(name, tree) as unknown as FlatTree<P>;
  const leaves: Tensor[] = [];
  const paths: string[] = [];
  const places: Place[] = [];
  const visit = (at: unknown, path: string, place: Place): Rebuild => {
    if (isTensor(at)) {
      const position = leaves.length;
      leaves.push(at);
      paths.push(path);
      places.push(place);
      return (others) => others[position];
    }
    checkDepth(name, place.length, path);
    if (!Array.isArray(at) && !isRecord(at)) {
      const place = path === "" ? "" : ` at ${path}`;
      const right = `expected a tensor, a record or an array${place}`;
      const error = typeError(name, right, at);
      if (typeof at !== "number" && !ArrayBuffer.isView(at)) throw error;
      throw new TypeError(`${error.message}; make a tensor of it by tensor()`);
    }
    const keys = Array.isArray(at)
      ? [...at.keys()]
      : Object.keys(at).sort(byCodeUnit);
    const parts = keys.map((key) =>
      visit(child(at, key), path + member(key), [...place, key])
    );
    return Array.isArray(at)
      ? (others) => parts.map((part) => part(others))
      : (others) =>
        Object.fromEntries(keys.map((key, i) => [key, parts[i](others)]));
  };
  const rebuild = visit(tree, "", []);
  return {
    leaves,
    values: leaves.map((leaf) => unwrap(name, leaf)),
    paths,
    rebuild: (others) => rebuild(others) as P,
    pick: (other) => places.map((place) => place.reduce(child, other)),
  };
}

/** A tensor as the tree that it is alone. */
function oneLeaf(name: string, leaf: Tensor): FlatTree<unknown> {
  return {
    leaves: [leaf],
    values: [unwrap(name, leaf)],
    paths: [""],
    rebuild: ([other]) => other,
    pick: (other) => [other],
  };
}

/** A key as it is written behind a tree: `.weight`, `["a.b"]`, `[2]`. */
function member(key: string | number): string {
  return /^[A-Za-z_$][\w$]*$/.test(String(key))
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

/** The keys and indices that lead to a leaf. */
type Place = readonly (string | number)[];

function child(at: unknown, key: string | number): unknown {
  return (at as Record<string | number, unknown> | undefined)?.[key];
}

type Rebuild = (leaves: readonly unknown[]) => unknown;

/** Orders texts by their UTF-16 code units, the same in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether something is a plain record, of this realm or another. */
export function isRecord(
  candidate: unknown,
): candidate is Record<string, unknown> {
  if (typeof candidate !== "object" || candidate === null) return false;
  const prototype = Object.getPrototypeOf(candidate);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Checks that a tree has the structure of another: the same leaves, in name
 * and place.
 *
 * @throws {TypeError} naming the first place where they differ.
 */
export function checkStructure(
  name: string,
  what: string,
  actual: FlatTree<unknown>,
  expected: FlatTree<unknown>,
): void {
  const length = Math.max(expected.paths.length, actual.paths.length);
  for (let i = 0; i < length; i++) {
    const [right, current] = [expected.paths[i], actual.paths[i]];
    if (right === current) continue;
    const texts = [right, current].map((path) =>
      path === undefined ? "no further leaf" : path || "a single tensor"
    );
    throw new TypeError(
      `Cannot ${name}: ${what} must have the structure of the parameters; ` +
        `expected ${texts[0]}, found ${texts[1]}`,
    );
  }
}

/**
 * Checks that the leaves of a tree have the shapes and dtypes of another's.
 *
 * @throws {TypeError} naming the first leaf that does not.
 */
export function checkLeaves(
  name: string,
  what: string,
  actual: FlatTree<unknown>,
  expected: FlatTree<unknown>,
): void {
  checkStructure(name, what, actual, expected);
  expected.leaves.forEach(({ shape, dtype }, i) => {
    const current = actual.leaves[i];
    if (sameShape(shape, current.shape) && dtype === current.dtype) return;
    throw new TypeError(
      `Cannot ${name}: ${what}${expected.paths[i]} must be ${dtype} of shape ` +
        `${formatShape(shape)}, it is ${current.dtype} of shape ` +
        formatShape(current.shape),
    );
  });
}

/**
 * A tree of the same structure whose leaves are `f` of the leaves of one or
 * several trees.
 *
 * @throws {TypeError} if `f` is not a function, or the trees do not have the
 * same structure.
 *
 * @example
 * ```ts
 * import { mapTree, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const doubled = mapTree((x) => x.mul(2), { w: tensor([1, 2]) });
 * assertEquals(doubled.w.toArray(), [2, 4]);
 * ```
 */
export function mapTree<P extends Tensor | TreeOf<P>>(
  f: (leaf: Tensor, ...others: Tensor[]) => Tensor,
  tree: P,
  ...others: P[]
): P {
  checkFunction("mapTree", f);
  const flat = flattenTree("mapTree", tree);
  const rest = others.map((other) => flattenTree("mapTree", other));
  for (const other of rest) checkStructure("mapTree", "a tree", other, flat);
  return flat.rebuild(
    flat.leaves.map((leaf, i) => f(leaf, ...rest.map((o) => o.leaves[i]))),
  );
}
