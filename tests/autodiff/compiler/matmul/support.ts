/** Running the products that `writeMatmul` writes, in memory that is watched. */
import { assertEquals } from "@std/assert";
import {
  type MatmulSpec,
  TILE_BYTES,
  writeMatmul,
} from "../../../../autodiff/compiler/matmul/matmul.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";
import { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { concrete } from "../../../../autodiff/graph.ts";
import { matmul } from "../../../../autodiff/operations/matmul.ts";

export type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A product without the address of its tile, which running it decides. */
export type Product = Omit<MatmulSpec, "tileAddress">;

/** Bytes of a guard: what lies between the parts of memory. */
const GUARD = 80;

/** How many bytes behind a matrix may be read. */
const BEHIND = 64;

/** How many elements of a matrix's memory are used. */
function extent(
  [rows, columns]: readonly [number, number],
  { rowStride, columnStride }: { rowStride: number; columnStride: number },
  count: number,
  stride: number,
): number {
  if (rows * columns * count === 0) return 0;
  return (count - 1) * stride + (rows - 1) * rowStride +
    (columns - 1) * columnStride + 1;
}

/** How many elements A, B and C take. */
export function extents(
  { m, k, n, a, b, c, batch }: Product,
): { a: number; b: number; c: number } {
  const { count, aStride, bStride, cStride } = batch ??
    { count: 1, aStride: 0, bStride: 0, cStride: 0 };
  return {
    a: extent([m, k], a, count, aStride),
    b: extent([k, n], b, count, bStride),
    c: extent([m, n], { ...c, columnStride: 1 }, count, cStride),
  };
}

/** Room for elements of a dtype. */
export function room(dtype: "float32" | "float64", length: number): Numbers {
  return dtype === "float32"
    ? new Float32Array(length)
    : new Float64Array(length);
}

/** The elements of C, row after row, by the reference evaluator. */
export function reference(
  { dtype, m, k, n, a, b, batch }: Product,
  left: Numbers,
  right: Numbers,
): Numbers {
  const count = batch?.count ?? 1;
  const gather = (
    data: Numbers,
    [rows, columns]: readonly [number, number],
    layout: { rowStride: number; columnStride: number },
    stride: number,
  ) => {
    const dense = room(dtype, count * rows * columns);
    for (let i = 0; i < dense.length; i++) {
      const matrix = Math.floor(i / (rows * columns));
      const row = Math.floor(i / columns) % rows;
      dense[i] = data[
        matrix * stride + row * layout.rowStride +
        (i % columns) * layout.columnStride
      ];
    }
    return concrete([count, rows, columns], dtype, dense);
  };
  return matmul(
    gather(left, [m, k], a, batch?.aStride ?? 0),
    gather(right, [k, n], b, batch?.bStride ?? 0),
  ).data as Numbers;
}

/**
 * Runs a product on memory full of NaN, and checks that nothing was written
 * but C, scratch memory and the tile, which end and begin at guards.
 *
 * @returns the elements of C, row after row.
 */
export async function run(
  product: Product,
  left: Numbers,
  right: Numbers,
): Promise<Numbers> {
  const { dtype, m, n, c, batch } = product;
  const size = dtype === "float32" ? 4 : 8;
  const count = batch?.count ?? 1;
  const sizes = extents(product);
  const probe = writeMatmul(new ModuleWriter({ pages: 1 }), {
    ...product,
    tileAddress: 0,
  });
  let end = 0;
  const place = (bytes: number, unaligned = 0) => {
    const address = Math.ceil((end + GUARD) / 16) * 16 + unaligned;
    end = address + bytes;
    return address;
  };
  const tileAddress = place(TILE_BYTES);
  const scratch = place(probe.scratchBytes);
  const addressC = place(sizes.c * size, size);
  const addressA = place(sizes.a * size, size);
  // B ends near the end of memory, so that reading far behind it is an error.
  const bytesB = sizes.b * size + BEHIND;
  const least = place(bytesB) + bytesB;
  const pages = Math.ceil(least / 65536);
  const addressB = pages * 65536 - bytesB;
  const module = new ModuleWriter({ pages });
  const { index } = writeMatmul(module, { ...product, tileAddress });
  const f = new FunctionWriter(new Array(4).fill("i32"));
  for (let i = 0; i < 4; i++) f.get(i);
  f.call(index);
  module.add(f, "run");
  const memory = new WebAssembly.Memory({ initial: pages });
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0xff);
  const put = (address: number, data: Numbers) =>
    bytes.set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      address,
    );
  put(addressA, left);
  put(addressB, right);
  const before = bytes.slice();
  const { instance } = await WebAssembly.instantiate(module.encode(), {
    environment: { memory },
  });
  const call = instance.exports.run as (...args: number[]) => void;
  const result = room(dtype, count * m * n);
  const resultBytes = new Uint8Array(result.buffer);
  const rowAddress = (row: number) =>
    addressC + size * (
        Math.floor(row / m) * (batch?.cStride ?? 0) +
        (row % m) * c.rowStride
      );
  call(addressA, addressB, addressC, scratch);
  for (let row = 0; row < count * m; row++) {
    const at = rowAddress(row);
    const length = n * size;
    resultBytes.set(bytes.subarray(at, at + length), row * length);
    bytes.set(before.subarray(at, at + length), at);
  }
  bytes.fill(0xff, scratch, scratch + probe.scratchBytes);
  bytes.fill(0xff, tileAddress, tileAddress + TILE_BYTES);
  const wrong = bytes.findIndex((byte, i) => byte !== before[i]);
  assertEquals(wrong, -1, `byte ${wrong} was written`);
  return result;
}
