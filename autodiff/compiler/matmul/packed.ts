import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { copyOf, writeFinish } from "./copy.ts";
import { KERNEL_DEPTH, KERNEL_ROWS, kernelOf, PANEL_BYTES } from "./kernel.ts";
import { kinds, range } from "./kinds.ts";
import { advance, eachBlock, setLocal } from "./loops.ts";
import type { Matmul, MatmulSpec } from "./spec.ts";

/** Bytes of packed columns that are kept in the second cache, about. */
const BLOCK_BYTES = 1 << 20;

/** The most bytes of columns in one block: the rows of the result's strip. */
const STRIP_BYTES = 2048;

/** Bytes from one row of the strip to the next, unlike any power of two. */
const STRIP_STRIDE = STRIP_BYTES + 64;

/** The least panels of columns in one block. */
const LEAST_PANELS = 16;

/** How many panels of columns are packed at a time. */
function panelsOf({ dtype, k, n }: MatmulSpec): number {
  return Math.min(
    Math.ceil(n * kinds[dtype].size / PANEL_BYTES),
    STRIP_BYTES / PANEL_BYTES,
    Math.max(Math.floor(BLOCK_BYTES / (k * PANEL_BYTES)), LEAST_PANELS),
  );
}

/**
 * Writes a function for large products. Blocks of columns of the right matrix
 * are packed into panels; then, five rows at a time, the kernel adds up the
 * products of a strip of the result in scratch memory, from which it is copied.
 * Where rows or columns are missing, whatever lies there is multiplied too,
 * and not copied.
 *
 * Its parameters: the addresses of A, B, C and scratch memory.
 */
export function writePacked(module: ModuleWriter, spec: MatmulSpec): Matmul {
  const { dtype, m, k, n, finish, tileAddress: tile } = spec;
  const kind = kinds[dtype];
  const { size } = kind;
  const strides = ({ rowStride, columnStride }: MatmulSpec["a"]) => ({
    row: rowStride * size,
    column: columnStride * size,
  });
  const [left, right] = [strides(spec.a), strides(spec.b)];
  const cRow = spec.c.rowStride * size;
  const strip = { row: STRIP_STRIDE, column: size };
  const finishRows = finish &&
    writeFinish(module, kind, finish, n % kind.lanes, [STRIP_STRIDE, cRow]);
  const f = new FunctionWriter(range(4).map(() => "i32"));
  const [a, b, c, scratch] = range(4);
  const [packed, from, to, aAt, bAt, cAt, continued, column] = range(8)
    .map(() => f.local("i32"));
  const call = (index: number, locals: number[], ...numbers: number[]) => {
    for (const local of locals) f.get(local);
    for (const number of numbers) f.i32(number);
    f.call(index);
  };
  const panelColumns = PANEL_BYTES / size;
  const pack = (columns: number) => {
    setLocal(f, to, packed);
    setLocal(f, bAt, b);
    eachBlock(f, k, KERNEL_DEPTH, (depth) => {
      setLocal(f, from, bAt);
      eachBlock(f, columns, panelColumns, (width) => {
        const copy = { kind, from: right, to: PANEL_BYTES, columns: width };
        call(copyOf(module, copy), [from, to], depth);
        advance(f, from, width * right.column);
        advance(f, to, depth * PANEL_BYTES);
      });
      advance(f, bAt, depth * right.row);
    });
  };
  const multiply = (rows: number, panels: number) => {
    setLocal(f, from, aAt);
    setLocal(f, bAt, packed);
    f.i32(0);
    f.set(continued);
    eachBlock(f, k, KERNEL_DEPTH, (depth) => {
      f.get(from);
      const to = KERNEL_DEPTH * size;
      const copy = copyOf(module, { kind, from: left, to, columns: depth });
      call(copy, [], tile, rows);
      const kernel = kernelOf(module, {
        ...{ dtype, tile, depth, cRow: STRIP_STRIDE },
      });
      call(kernel, [bAt, scratch, continued], panels);
      advance(f, from, depth * left.column);
      advance(f, bAt, panels * depth * PANEL_BYTES);
      f.i32(1);
      f.set(continued);
    });
  };
  setLocal(f, packed, scratch, KERNEL_ROWS * STRIP_STRIDE);
  const most = panelsOf(spec);
  eachBlock(f, n, most * panelColumns, (columns) => {
    pack(columns);
    setLocal(f, aAt, a);
    setLocal(f, cAt, c);
    eachBlock(f, m, KERNEL_ROWS, (rows) => {
      multiply(rows, Math.ceil(columns / panelColumns));
      for (const value of [scratch, cAt]) f.get(value);
      f.i32(rows);
      if (finishRows === undefined) {
        call(copyOf(module, { kind, from: strip, to: cRow, columns }), []);
      } else {
        f.i32(columns);
        call(finishRows, [column]);
      }
      advance(f, aAt, rows * left.row);
      advance(f, cAt, rows * cRow);
    });
    advance(f, b, columns * right.column);
    for (const local of [c, column]) advance(f, local, columns * size);
  });
  return {
    index: module.add(f),
    scratchBytes: KERNEL_ROWS * STRIP_STRIDE + most * PANEL_BYTES * k,
  };
}
