import { isTensor } from "../handle.ts";
import { sha256 } from "../random/sha256.ts";
import type { Tensor } from "../tensor.ts";
import { byCodeUnit, flattenTree, type TreeOf } from "../trees.ts";
import { ByteWriter } from "./byte_writer.ts";
import {
  digestBytes,
  elementLayouts,
  headerBytes,
  magic,
  nodes,
  version,
} from "./layout.ts";

/**
 * A tree of tensors as bytes, to be kept in a file and read by `decodeTree`
 * bit for bit. The bytes are the same on every machine: equal trees have equal
 * ones, in whatever order their keys were made.
 *
 * All numbers are little-endian. In front: 8 bytes of magic
 * (89 44 45 53 43 45 4e 54), the version of the layout (uint32: 1) and the
 * number of all bytes (uint64); at the end SHA-256 of all in front. Between
 * them is a node. A record is a byte 1, the number of keys (uint32), and each
 * key, ascending by code units, as its length (uint32) and UTF-16 code units
 * (uint16) with its node behind it. An array is a byte 2, the number of nodes
 * (uint32), and these. A tensor is a byte 3, a byte for the dtype (1 float64,
 * 2 float32, 3 int32, 4 uint32, 5 bool), the rank (uint32), each axis (uint64),
 * and the elements in row-major order; NaN has one form, a `bool` is a byte.
 *
 * That a tensor was made by `scalar` is not kept. A state needs no more: an
 * optimizer makes its count one that takes the parameters' dtype again.
 *
 * @param tree a tensor, or records and arrays of tensors, empty ones included.
 * @throws {TypeError} naming the place of what is neither a tensor nor a record
 * or array; inside a traced function, where tensors have no elements yet.
 * @throws {RangeError} for a tree of more than 1000 levels.
 *
 * @example A state saved and resumed
 * ```ts
 * import { decodeTree, encodeTree, rmsprop, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = rmsprop({ learningRate: 0.1 });
 * let params = tensor([1, -2], "float32");
 * let state = optimizer.init(params);
 * for (let t = 0; t < 3; t++) {
 *   ({ params, state } = optimizer.update(params, state, params));
 * }
 * const saved = encodeTree({ params, state });
 *
 * type Saved = { params: typeof params; state: typeof state };
 * const read = decodeTree(saved) as Saved;
 * const resumed = optimizer.update(read.params, read.state, read.params);
 * const unbroken = optimizer.update(params, state, params);
 * assertEquals(resumed.params.toArray(), unbroken.params.toArray());
 * ```
 */
export function encodeTree<P extends Tensor | TreeOf<P>>(
  tree: P,
): Uint8Array<ArrayBuffer> {
  flattenTree("encodeTree", tree);
  const body = new ByteWriter();
  writeNode(body, tree);
  const whole = new ByteWriter();
  whole.bytes(magic);
  whole.uint32(version);
  whole.uint64(headerBytes + body.written().length + digestBytes);
  whole.bytes(body.written());
  whole.bytes(sha256(whole.written()));
  return whole.written().slice();
}

function writeNode(writer: ByteWriter, node: unknown): void {
  if (isTensor(node)) {
    writer.uint8(nodes.tensor);
    writeTensor(writer, node);
  } else if (Array.isArray(node)) {
    writer.uint8(nodes.array);
    writer.uint32(node.length);
    for (const inner of node) writeNode(writer, inner);
  } else {
    const record = node as Record<string, unknown>;
    const keys = Object.keys(record).sort(byCodeUnit);
    writer.uint8(nodes.record);
    writer.uint32(keys.length);
    for (const key of keys) {
      writeText(writer, key);
      writeNode(writer, record[key]);
    }
  }
}

function writeText(writer: ByteWriter, text: string): void {
  writer.uint32(text.length);
  const view = writer.place(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    view.setUint16(2 * i, text.charCodeAt(i), true);
  }
}

function writeTensor(writer: ByteWriter, x: Tensor): void {
  const data = x.toTypedArray();
  const layout = elementLayouts.find(({ dtype }) => dtype === x.dtype)!;
  writer.uint8(layout.code);
  writer.uint32(x.rank);
  for (const length of x.shape) writer.uint64(length);
  const { width, kind } = layout;
  const view = writer.place(width * data.length);
  const quiet = width === 8 ? 0x7ff8 : 0x7fc0; // the upper bits of NaN
  data.forEach((element, i) => {
    const at = width * i;
    if (element === element) view[`set${kind}`](at, element, true);
    else view.setUint16(at + width - 2, quiet, true);
  });
}
