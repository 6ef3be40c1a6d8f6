/** What the tests of serialization share: trees of every kind, and ways through text and bytes. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  decodeTree,
  type DType,
  encodeTree,
  isTensor,
  type Tensor,
  tensor,
  treeFromJSON,
  type TreeOf,
  zeros,
} from "../../../mod.ts";
import { sha256 } from "../../../autodiff/random/sha256.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, shapes } from "../../support/property.ts";

/** A tree of tensors. */
export type Tree = Tensor | { [key: string]: Tree } | Tree[];

/** A tree as the library's types have it. */
export type Typed = TreeOf<Record<string, Tensor>>;

/** A tree through the text of JSON and back. */
export function throughJSON(tree: unknown): unknown {
  return treeFromJSON(JSON.parse(JSON.stringify(tree)));
}

/** A tree through bytes and back. */
export function throughBytes(tree: unknown): unknown {
  return decodeTree(encodeTree(tree as Typed));
}

/** Both ways. */
export const ways: Record<string, (tree: unknown) => unknown> = {
  json: throughJSON,
  bytes: throughBytes,
};

/** Asserts that trees have the same keys, shapes, dtypes and bits. */
export function assertSameTree(
  actual: unknown,
  expected: unknown,
  path = "",
): void {
  assertEquals(isTensor(actual), isTensor(expected), path);
  if (isTensor(actual) && isTensor(expected)) {
    assertEquals(actual.dtype, expected.dtype, path);
    assertEquals(actual.shape, expected.shape, path);
    assertSameBits(actual.toTypedArray(), expected.toTypedArray(), path);
    return;
  }
  assertEquals(Array.isArray(actual), Array.isArray(expected), path);
  const [own, other] = [actual, expected].map((tree) =>
    new Map(Object.entries(tree as Record<string, unknown>))
  );
  assertEquals(new Set(own.keys()), new Set(other.keys()), path);
  for (const [key, node] of own) {
    assertSameTree(node, other.get(key), `${path}/${key}`);
  }
}

const least = 2 ** -149;

/** Elements of each dtype, the special ones often. */
const elementsOf: Record<DType, fc.Arbitrary<number | boolean>> = {
  float64: anyDouble(),
  float32: fc.oneof(
    anyDouble().map(Math.fround),
    fc.constantFrom(-0, NaN, Infinity, -Infinity, least, -least, 0.1),
  ),
  int32: fc.oneof(
    fc.integer(),
    fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0),
  ),
  uint32: fc.oneof(
    fc.nat().map((n) => 2 * n),
    fc.constantFrom(2 ** 32 - 1, 2 ** 31, 0),
  ),
  bool: fc.boolean(),
};

/** Tensors of every dtype, some of them hollow. */
export function tensors(): fc.Arbitrary<Tensor> {
  return fc.tuple(
    fc.constantFrom(...Object.keys(elementsOf) as DType[]),
    fc.oneof(
      { weight: 5, arbitrary: shapes({ maxRank: 3, maxSize: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom([0, 2 ** 53 - 1], [7, 0, 2]) },
    ),
  ).chain(([dtype, shape]) => {
    const size = shape.reduce((n, length) => n * length, 1);
    return fc.array(elementsOf[dtype], { minLength: size, maxLength: size })
      .map((elements) =>
        size === 0
          ? zeros(shape, dtype)
          : tensor(elements, dtype).reshape(shape)
      );
  });
}

/** Keys of any text: halves of surrogate pairs, and names that mean something. */
const keys = fc.oneof(
  fc.string(),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    ...["__proto__", "constructor", "toJSON", "dtype", "shape", "data"],
    ...["", "0", "10", "9", "\ud800", "é", "💡", '"', "\u0000"],
  ),
);

/** Trees of tensors, empty records and arrays among them. */
export function trees(): fc.Arbitrary<Tree> {
  return fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tensors(),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.uniqueArray(fc.tuple(keys, tie("tree")), {
        maxLength: 4,
        selector: ([key]) => key,
      }).map((entries) => Object.fromEntries(entries) as Tree),
    ),
  })).tree;
}

/** The bytes of magic, version, number of bytes, and some with their digest. */
export function frame(body: readonly number[], version = 1): Uint8Array {
  const header = [0x89, ...[..."DESCENT"].map((c) => c.charCodeAt(0))];
  const length = 20 + body.length + 32;
  const bytes = [...header, version, 0, 0, 0]
    .concat([length % 256, Math.floor(length / 256), 0, 0, 0, 0, 0, 0], body);
  return new Uint8Array([...bytes, ...sha256(new Uint8Array(bytes))]);
}
