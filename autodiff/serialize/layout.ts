/**
 * The binary layout of a tree. All numbers are little-endian; nothing is
 * aligned.
 *
 * | bytes | what                                                            |
 * | ----- | --------------------------------------------------------------- |
 * | 8     | the magic: 89 44 45 53 43 45 4e 54, `DESCENT` after a high byte |
 * | 4     | the version of the layout, uint32: 1                            |
 * | 8     | the number of all bytes from the magic to the digest, uint64    |
 * | …     | the tree: a node                                                |
 * | 32    | SHA-256 of all bytes in front                                   |
 *
 * A node begins with a byte that says what it is:
 *
 * - 1, a record: the number of its keys (uint32), then each key and its node.
 *   A key is its length in UTF-16 code units (uint32) and these (uint16), so
 *   that every text of the language is one. Keys ascend by code units, as
 *   leaves are visited, none twice.
 * - 2, an array: the number of its nodes (uint32), then the nodes.
 * - 3, a tensor: its dtype (a byte: 1 float64, 2 float32, 3 int32, 4 uint32,
 *   5 bool), its rank (uint32), the length of each axis (uint64), and its
 *   elements in row-major order, 8, 4, 4, 4 or 1 bytes each. NaN is written
 *   with the sign and payload 0 (7ff8000000000000, 7fc00000); a `bool` is 0 or
 *   1.
 *
 * So a tree has one encoding, the same on every machine, and the digest tells
 * of any byte that changed, one that would make a float32 an int32 included.
 *
 * @module
 */
import type { DType } from "../dtypes.ts";

/** The first bytes. */
// deno-fmt-ignore
export const magic: readonly number[] = [
  0x89, 0x44, 0x45, 0x53, 0x43, 0x45, 0x4e, 0x54,
];

/** The version of the layout. */
export const version: number = 1;

/** The bytes of magic, version and length. */
export const headerBytes: number = 20;

/** The bytes of the SHA-256 digest at the end. */
export const digestBytes: number = 32;

/** What a node is, by its first byte. */
export const nodes: { record: number; array: number; tensor: number } = {
  record: 1,
  array: 2,
  tensor: 3,
};

/** How the elements of a dtype are laid out. */
export interface ElementLayout {
  readonly dtype: DType;
  /** The byte that stands for the dtype. */
  readonly code: number;
  /** The bytes of an element. */
  readonly width: number;
  /** The kind of number, as the methods of a view name it. */
  readonly kind: "Float64" | "Float32" | "Int32" | "Uint32" | "Uint8";
}

/** The layout of each dtype's elements. */
export const elementLayouts: readonly ElementLayout[] = [
  { dtype: "float64", code: 1, width: 8, kind: "Float64" },
  { dtype: "float32", code: 2, width: 4, kind: "Float32" },
  { dtype: "int32", code: 3, width: 4, kind: "Int32" },
  { dtype: "uint32", code: 4, width: 4, kind: "Uint32" },
  { dtype: "bool", code: 5, width: 1, kind: "Uint8" },
];
