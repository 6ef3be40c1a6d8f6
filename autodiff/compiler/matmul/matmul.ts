import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { directScratch, writeDirect } from "./direct.ts";
import { tileBytes } from "./kernel.ts";
import { kinds, range } from "./kinds.ts";
import { advance, atMost, repeat } from "./loops.ts";
import { planBlocks, writePacked } from "./packed.ts";
import type { Matmul, MatmulSpec } from "./spec.ts";
import { writeVectorProduct } from "./vector.ts";

export type { Matmul, MatmulSpec } from "./spec.ts";

/** With fewer rows than this, packing costs more than it gains. */
const FEW_ROWS = 24;

/** A right matrix of more bytes does not stay in the first cache unpacked. */
const DIRECT_BYTES = 24 << 10;

/** A right matrix with rows of so many bytes is one panel as it lies. */
const PANEL_BYTES = 48;

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
 * however the work is cut into tiles, blocks and ranges of rows.
 *
 * The function's parameters, all i32: the addresses of A, B, C and of
 * `scratchBytes` bytes of scratch memory (any addresses; multiples of 16 are
 * faster), the first row and the row behind the last. The rows of all products
 * of a batch are numbered on: row r of product i is i·m + r. Calls for ranges
 * that join give the whole; multiples of 5 rows waste nothing. It writes those
 * rows of C, its scratch memory and its tile.
 *
 * @returns its index and the memory that it needs.
 * @throws {RangeError} if a size or a stride is no whole number of at least 0.
 */
export function writeMatmul(module: ModuleWriter, spec: MatmulSpec): Matmul {
  checkSpec(spec);
  const kind = kinds[spec.dtype];
  const joined = joinBatch(spec);
  const { m, n, b, batch } = joined;
  const [index, scratch, tile] = ((): [number, number, number] => {
    if (m === 0 || n === 0 || (batch !== undefined && batch.count === 0)) {
      return [module.add(new FunctionWriter(range(6).map(() => "i32"))), 0, 0];
    }
    if (n === 1 && spec.finish === undefined) {
      return [writeColumn(module, joined), 0, 0];
    }
    if (m === 1 && b.columnStride !== 1) {
      return [writeRow(module, joined), 0, 0];
    }
    if (isSmall(joined)) {
      return [writeDirect(module, joined), directScratch(joined), 0];
    }
    const { scratchBytes } = planBlocks(kind, joined);
    return [writePacked(module, joined), scratchBytes, tileBytes(kind)];
  })();
  return {
    index: batch === undefined ? index : writeBatch(module, joined, index),
    scratchBytes: scratch,
    tileBytes: tile,
  };
}

/** Whether a product is faster on matrices as they lie than on packed ones. */
function isSmall({ dtype, m, k, n, b }: MatmulSpec): boolean {
  const rowBytes = n * kinds[dtype].size;
  const fewOrOnePanel = m < FEW_ROWS || rowBytes <= PANEL_BYTES;
  return b.columnStride === 1 && fewOrOnePanel ||
    k * rowBytes <= DIRECT_BYTES &&
      (k < LITTLE_DEPTH || rowBytes < NARROW_BYTES);
}

/** Says what is wrong with sizes or strides. */
function checkSpec({ m, k, n, a, b, c, batch, tileAddress }: MatmulSpec): void {
  const numbers = {
    ...{ m, k, n, tileAddress },
    "a.rowStride": a.rowStride,
    "a.columnStride": a.columnStride,
    "b.rowStride": b.rowStride,
    "b.columnStride": b.columnStride,
    "c.rowStride": c.rowStride,
    "batch.count": batch?.count ?? 0,
    "batch.aStride": batch?.aStride ?? 0,
    "batch.bStride": batch?.bStride ?? 0,
    "batch.cStride": batch?.cStride ?? 0,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new RangeError(
      `Cannot write matmul: ${name} must be a whole number of at least 0, ` +
        `current value is ${value}`,
    );
  }
}

/** A batch with one right matrix, rows evenly spaced, is one tall product. */
function joinBatch(spec: MatmulSpec): MatmulSpec {
  const { m, a, c, batch } = spec;
  if (batch === undefined) return spec;
  const joins = batch.bStride === 0 &&
    batch.aStride === m * a.rowStride && batch.cStride === m * c.rowStride;
  if (!joins && batch.count !== 1) return spec;
  return { ...spec, m: m * batch.count, batch: undefined };
}

/** One column: the rows of A lie in the lanes. */
function writeColumn(module: ModuleWriter, spec: MatmulSpec): number {
  const kind = kinds[spec.dtype];
  const product = writeVectorProduct(module, {
    kind,
    depth: spec.k,
    outer: spec.a.rowStride * kind.size,
    inner: spec.a.columnStride * kind.size,
    vector: spec.b.rowStride * kind.size,
    result: spec.c.rowStride * kind.size,
  });
  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, , from, to] = range(6);
  for (const value of [a, b, c, from, to]) f.get(value);
  f.call(product);
  return module.add(f);
}

/** One row, where the rows of B are neighbours: its columns in the lanes. */
function writeRow(module: ModuleWriter, spec: MatmulSpec): number {
  const kind = kinds[spec.dtype];
  const product = writeVectorProduct(module, {
    kind,
    depth: spec.k,
    outer: spec.b.columnStride * kind.size,
    inner: spec.b.rowStride * kind.size,
    vector: spec.a.columnStride * kind.size,
    result: kind.size,
  });
  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, , from, to] = range(6);
  f.get(from);
  f.get(to);
  f.op("i32.lt_s");
  f.if(() => {
    for (const value of [b, a, c]) f.get(value);
    f.i32(0);
    f.i32(spec.n);
    f.call(product);
  });
  return module.add(f);
}

/** A function that calls another for the rows of each product of a batch. */
function writeBatch(
  module: ModuleWriter,
  { dtype, m, batch }: MatmulSpec,
  index: number,
): number {
  const { size } = kinds[dtype];
  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, scratch, from, to] = range(6);
  const [count, first, end] = range(3).map(() => f.local("i32"));
  const atLeastZero = (source: number, target: number) => {
    f.get(source);
    f.i32(0);
    f.get(source);
    f.i32(0);
    f.op("i32.gt_s", "select");
    f.set(target);
  };
  repeat(f, count, batch?.count ?? 1, () => {
    atLeastZero(from, first);
    f.get(to);
    f.set(end);
    atMost(f, end, () => f.i32(m));
    f.get(first);
    f.get(end);
    f.op("i32.lt_s");
    f.if(() => {
      for (const value of [a, b, c, scratch, first, end]) f.get(value);
      f.call(index);
    });
    advance(f, a, (batch?.aStride ?? 0) * size);
    advance(f, b, (batch?.bStride ?? 0) * size);
    advance(f, c, (batch?.cStride ?? 0) * size);
    advance(f, from, -m);
    advance(f, to, -m);
  });
  return module.add(f);
}
