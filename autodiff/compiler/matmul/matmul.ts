import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { writeDirect } from "./direct.ts";
import { kinds, range } from "./kinds.ts";
import { advance, repeat } from "./loops.ts";
import { writePacked } from "./packed.ts";
import { writeRow } from "./row.ts";
import type { Matmul, MatmulSpec } from "./spec.ts";

export { TILE_BYTES } from "./kernel.ts";
export type { Matmul, MatmulSpec } from "./spec.ts";

/** With fewer rows than this, packing costs more than it gains. */
const FEW_ROWS = 24;

/** A right matrix of more bytes does not stay in the first cache unpacked. */
const DIRECT_BYTES = 24 << 10;

/** A right matrix with rows of so many bytes is one panel as it lies. */
const ONE_PANEL_BYTES = 48;

/** With fewer inner indices the kernel gains less than packing costs. */
const LITTLE_DEPTH = 32;

/** With fewer bytes of columns the same. */
const NARROW_BYTES = 256;

/**
 * Writes a function that computes a matrix product, or a batch of them.
 *
 * Every element starts at +0 and adds its products in ascending order of the
 * inner index, each product rounded before it is added: the lanes of a vector
 * are different elements. So the bits are those of the reference evaluator,
 * however the work is cut into tiles, blocks and smaller products.
 *
 * The function's parameters, all i32: the addresses of A, B, C and of
 * `scratchBytes` bytes of scratch memory (any addresses; multiples of 16 are
 * faster). It writes C, its scratch memory and its tile. It may read up to 64
 * bytes behind each matrix, which must be memory.
 *
 * @returns its index and the memory that it needs.
 */
export function writeMatmul(module: ModuleWriter, spec: MatmulSpec): Matmul {
  const { m, n, a, b, c, batch, finish } = spec;
  if (batch !== undefined) return writeBatch(module, spec);
  const f = new FunctionWriter(range(4).map(() => "i32"));
  if (m * n === 0) return { index: module.add(f), scratchBytes: 0 };
  if (n === 1 && m > 1 && c.rowStride === 1 && finish === undefined) {
    // A column is a row, the product of the factors transposed.
    const row = { ...spec, m: 1, n: m, a: flipped(b), b: flipped(a) };
    const { index, scratchBytes } = writeMatmul(module, row);
    for (const value of [1, 0, 2, 3]) f.get(value);
    f.call(index);
    return { index: module.add(f), scratchBytes };
  }
  if (m === 1 && b.rowStride === 1 && b.columnStride > 1) {
    return { index: module.add(writeRow(spec)), scratchBytes: 0 };
  }
  return isSmall(spec) ? writeDirect(module, spec) : writePacked(module, spec);
}

function flipped(
  { rowStride, columnStride }: MatmulSpec["a"],
): MatmulSpec["a"] {
  return { rowStride: columnStride, columnStride: rowStride };
}

/** Whether a product is faster on matrices as they lie than on packed ones. */
function isSmall({ dtype, m, k, n, b }: MatmulSpec): boolean {
  const rowBytes = n * kinds[dtype].size;
  const fewOrOnePanel = m < FEW_ROWS || rowBytes <= ONE_PANEL_BYTES;
  return m === 1 || b.columnStride === 1 && fewOrOnePanel ||
    k * rowBytes <= DIRECT_BYTES &&
      (k < LITTLE_DEPTH || rowBytes < NARROW_BYTES);
}

/** A function that calls another for each product of a batch. */
function writeBatch(
  module: ModuleWriter,
  { batch, ...spec }: MatmulSpec,
): Matmul {
  const { index, scratchBytes } = writeMatmul(module, spec);
  const { count, aStride, bStride, cStride } = batch!;
  const f = new FunctionWriter(range(4).map(() => "i32"));
  repeat(f, count, () => {
    for (const value of range(4)) f.get(value);
    f.call(index);
    for (const [local, stride] of [aStride, bStride, cStride].entries()) {
      advance(f, local, stride * kinds[spec.dtype].size);
    }
  });
  return { index: module.add(f), scratchBytes };
}
