import type { TensorType, Value } from "../graph.ts";
import { isTensor, unwrap } from "../handle.ts";
import { sameShape } from "../shapes.ts";
import { byCodeUnit, isRecord } from "../trees.ts";

/** The structure of a tree, and the types of the tensors at its leaves. */
export type Signature =
  | TensorType
  | readonly Signature[]
  | ReadonlyMap<string, Signature>;

/**
 * The signature of a tree whose leaves are tensors; of slices of them, where
 * they have so many `axes` in front.
 */
export function signatureOf(tree: unknown, axes: number = 0): Signature {
  if (isTensor(tree)) {
    const { shape, dtype, weak } = unwrap("compile", tree);
    return { shape: shape.slice(axes), dtype, weak: weak && axes === 0 };
  }
  if (Array.isArray(tree)) return tree.map((part) => signatureOf(part, axes));
  const entries = Object.entries(tree as Record<string, unknown>)
    .sort(([a], [b]) => byCodeUnit(a, b));
  return new Map(
    entries.map(([key, part]) => [key, signatureOf(part, axes)]),
  );
}

/**
 * Whether a tree has a signature: the same structure, and tensors of the same
 * shapes, dtypes and weakness, whose values are added to `values` in order.
 *
 * @param turns the length of an axis in front that the signature leaves out.
 */
export function matches(
  tree: unknown,
  signature: Signature,
  values: Value[],
  turns?: number,
): boolean {
  if (signature instanceof Map) {
    if (isTensor(tree) || !isRecord(tree)) return false;
    if (Object.keys(tree).length !== signature.size) return false;
    for (const [key, part] of signature) {
      if (!Object.hasOwn(tree, key)) return false;
      if (!matches(tree[key], part, values, turns)) return false;
    }
    return true;
  }
  if (Array.isArray(signature)) {
    if (!Array.isArray(tree) || tree.length !== signature.length) return false;
    return signature.every((part, i) => matches(tree[i], part, values, turns));
  }
  if (!isTensor(tree)) return false;
  const value = unwrap("compile", tree);
  const { shape, dtype, weak } = signature as TensorType;
  values.push(value);
  return value.dtype === dtype && value.weak === weak &&
    (value.shape === shape ||
      sameShape(value.shape, turns === undefined ? shape : [turns, ...shape]));
}

/**
 * Checks that arguments are trees of tensors.
 *
 * @throws {TypeError} for a plain number, saying what to write instead.
 */
export function checkArguments(name: string, args: readonly unknown[]): void {
  const position = args.findIndex((arg) =>
    typeof arg === "number" || typeof arg === "boolean"
  );
  if (position < 0) return;
  throw new TypeError(
    `Cannot ${name}: an argument must be a tensor or a tree of tensors, ` +
      `argument ${position + 1} is ${args[position]}; write scalar() of it, ` +
      `or let the function capture it`,
  );
}
