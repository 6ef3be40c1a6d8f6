import { allocate } from "../dtypes.ts";
import { concrete } from "../graph.ts";
import { typeError } from "../handle.ts";
import { sha256 } from "../random/sha256.ts";
import { checkShape, sizeOf } from "../shapes.ts";
import { type Tensor, wrap } from "../tensor.ts";
import { checkDepth } from "../trees.ts";
import { ByteReader } from "./byte_reader.ts";
import {
  digestBytes,
  elementLayouts,
  headerBytes,
  magic,
  nodes,
  version,
} from "./layout.ts";

/**
 * The tree that `encodeTree` wrote, bit for bit; NaN is one value. Bytes of
 * any other kind are refused: a digest tells of each byte that changed.
 *
 * Tensors made by `scalar` come back as ordinary float64. A state needs no
 * more: an optimizer makes its count one that takes the parameters' dtype
 * again.
 *
 * @param bytes what `encodeTree` gave; they are copied.
 * @returns the tree. What it is a tree of is for the caller to say; `update`
 * of an optimizer refuses a state that does not fit.
 * @throws {TypeError} for what is not a Uint8Array.
 * @throws {RangeError} for bytes that don't begin with the magic, are of
 * another version, cut short, longer than they say, changed, or don't follow
 * the layout, and for a tree of more than 1000 levels.
 *
 * @example
 * ```ts
 * import { decodeTree, encodeTree, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const bytes = encodeTree({ w: tensor([1, -0, NaN], "float32"), rest: {} });
 * const tree = decodeTree(bytes) as { w: Tensor; rest: object };
 * assertEquals(tree, { w: tensor([1, -0, NaN], "float32"), rest: {} });
 * assertThrows(() => decodeTree(bytes.subarray(0, 50)), RangeError);
 * ```
 */
export function decodeTree(bytes: Uint8Array): unknown {
  if (!(bytes instanceof Uint8Array)) {
    throw typeError("decodeTree", "expected a Uint8Array", bytes);
  }
  checkFrame(bytes);
  const end = bytes.length - digestBytes;
  const reader = new ByteReader(bytes.subarray(0, end), headerBytes);
  const tree = readNode(reader, 0);
  if (reader.offset !== end) {
    throw malformed(`the tree must end at byte ${end}`, reader.offset);
  }
  return tree;
}

/** Checks all that is around the tree. */
function checkFrame(bytes: Uint8Array): void {
  if (magic.some((byte, i) => bytes[i] !== byte)) {
    throw new RangeError(
      `Cannot decodeTree: the bytes must begin with ${hexadecimal(magic)}, ` +
        `they begin with ${
          hexadecimal([...bytes.subarray(0, magic.length)]) || "nothing"
        }`,
    );
  }
  const reader = new ByteReader(bytes, magic.length);
  const found = reader.uint32("the version");
  if (found !== version) {
    throw malformed(`the version of the layout must be ${version}`, found);
  }
  const length = reader.uint64("the number of bytes");
  const least = headerBytes + digestBytes;
  if (length !== bytes.length || length < least) {
    throw malformed(
      `the bytes must be as many as they say, ${length}, and at least ${least}`,
      bytes.length,
    );
  }
  const end = length - digestBytes;
  const digest = sha256(bytes.subarray(0, end));
  if (digest.some((byte, i) => byte !== bytes[end + i])) {
    throw new RangeError(
      `Cannot decodeTree: the last ${digestBytes} bytes must be the SHA-256 ` +
        `of all in front; some bytes were changed`,
    );
  }
}

function readNode(reader: ByteReader, level: number): unknown {
  const at = reader.offset;
  const node = reader.uint8("a node");
  if (node !== nodes.tensor) checkDepth("decodeTree", level, `byte ${at}`);
  switch (node) {
    case nodes.record:
      return readRecord(reader, level + 1);
    case nodes.array: {
      const array: unknown[] = [];
      const length = reader.uint32("an array");
      while (array.length < length) array.push(readNode(reader, level + 1));
      return array;
    }
    case nodes.tensor:
      return readTensor(reader);
    default:
      throw malformed(
        `the node at byte ${at} must be 1 (a record), 2 (an array) or ` +
          `3 (a tensor)`,
        node,
      );
  }
}

function readRecord(reader: ByteReader, level: number): unknown {
  const entries: [string, unknown][] = [];
  const length = reader.uint32("a record");
  while (entries.length < length) {
    const at = reader.offset;
    const key = readText(reader);
    const previous = entries.at(-1)?.[0];
    if (previous !== undefined && !(previous < key)) {
      throw malformed(
        `the key at byte ${at} must come after ${JSON.stringify(previous)}`,
        JSON.stringify(key),
      );
    }
    entries.push([key, readNode(reader, level)]);
  }
  return Object.fromEntries(entries);
}

function readText(reader: ByteReader): string {
  const length = reader.uint32("a key");
  const view = reader.take(2 * length, "a key");
  let text = "";
  for (let i = 0; i < length; i++) {
    text += String.fromCharCode(view.getUint16(2 * i, true));
  }
  return text;
}

function readTensor(reader: ByteReader): Tensor {
  const at = reader.offset;
  const code = reader.uint8("a dtype");
  const layout = elementLayouts.find((layout) => layout.code === code);
  if (layout === undefined) {
    const right = elementLayouts.map(({ code, dtype }) => `${code} (${dtype})`);
    throw malformed(
      `the dtype at byte ${at} must be ${right.join(", ")}`,
      code,
    );
  }
  const { dtype, width, kind } = layout;
  const rank = reader.uint32("a rank");
  const shape: number[] = [];
  while (shape.length < rank) shape.push(reader.uint64("an axis"));
  checkShape("decodeTree", shape);
  const size = sizeOf(shape);
  const start = reader.offset;
  const view = reader.take(width * size, "the elements of a tensor");
  const data = allocate(dtype, size);
  for (let i = 0; i < size; i++) {
    data[i] = view[`get${kind}`](width * i, true);
    if (dtype === "bool" && data[i] > 1) {
      throw malformed(`the bool at byte ${start + i} must be 0 or 1`, data[i]);
    }
  }
  return wrap(concrete(shape, dtype, data));
}

function malformed(right: string, current: number | string): RangeError {
  return new RangeError(
    `Cannot decodeTree: ${right}, current value is ${current}`,
  );
}

function hexadecimal(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
