import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { writeCopyRows } from "./copy.ts";
import {
  KERNEL_DEPTH,
  KERNEL_ROWS,
  KERNEL_SECTION,
  PANEL_BYTES,
  writeKernel,
} from "./kernel.ts";
import { type Kind, kinds, range } from "./kinds.ts";
import { advance, atMost, setAddress, whileAtLeast } from "./loops.ts";
import { GATHERED_ROWS, writeGather } from "./gather.ts";
import { writePackLeft } from "./pack_left.ts";
import { writePackRight } from "./pack_right.ts";
import type { MatmulSpec } from "./spec.ts";

/** Bytes of packed columns that are kept in the second cache, about. */
const BLOCK_BYTES = 1 << 20;

/** The most bytes of columns in one block: the rows of the result's strip. */
const STRIP_BYTES = 2048;

/** Bytes from one row of the strip to the next, unlike any power of two. */
const STRIP_STRIDE = STRIP_BYTES + 64;

/** The least panels of columns in one block. */
const LEAST_PANELS = 16;

/** Each module's kernels, by dtype and address. */
const kernels = new WeakMap<ModuleWriter, Map<string, number>>();

/** The kernel of a module: written once for all products of a dtype. */
function kernelOf(
  module: ModuleWriter,
  dtype: "float32" | "float64",
  tile: number,
): number {
  const known = kernels.get(module) ?? new Map<string, number>();
  kernels.set(module, known);
  const name = `${dtype} ${tile}`;
  const index = known.get(name) ??
    writeKernel(module, kinds[dtype], tile, STRIP_STRIDE);
  known.set(name, index);
  return index;
}

/** How a product is cut into blocks, and where its scratch memory goes. */
interface Plan {
  /** Columns that are packed at a time. */
  readonly columns: number;
  /** Bytes from one gathered row of the left matrix to the next. */
  readonly gatheredRow: number;
  /** Where rows are gathered, after the strip, and where columns are packed. */
  readonly gathered: number;
  readonly packed: number;
  readonly scratchBytes: number;
}

/** Plans the blocks of a product. */
export function planBlocks({ size }: Kind, { k, n, a }: MatmulSpec): Plan {
  const depth = Math.ceil(k / KERNEL_SECTION) * KERNEL_SECTION;
  const fitting = Math.floor(BLOCK_BYTES / Math.max(depth * PANEL_BYTES, 1));
  const panels = Math.min(
    Math.ceil(n * size / PANEL_BYTES),
    STRIP_BYTES / PANEL_BYTES,
    Math.max(fitting, LEAST_PANELS),
  );
  const gatheredRow = depth * size + 64;
  const gathered = KERNEL_ROWS * STRIP_STRIDE;
  const packed = gathered +
    (a.columnStride === 1 ? 0 : GATHERED_ROWS * gatheredRow);
  return {
    columns: panels * PANEL_BYTES / size,
    ...{ gatheredRow, gathered, packed },
    scratchBytes: packed + panels * PANEL_BYTES * depth,
  };
}

/**
 * Writes a function for large products. Blocks of columns of the right matrix
 * are packed; then, five rows at a time, the kernel adds up the products of a
 * strip of the result in scratch memory, from which it is copied. Rows of a
 * left matrix whose columns are not neighbours are gathered before.
 *
 * Its parameters: the addresses of A, B, C and scratch memory, the first row
 * and the row behind the last.
 */
export function writePacked(module: ModuleWriter, spec: MatmulSpec): number {
  const kind = kinds[spec.dtype];
  const { size } = kind;
  const { k, n, tileAddress } = spec;
  const aRow = spec.a.rowStride * size;
  const aColumn = spec.a.columnStride * size;
  const bRow = spec.b.rowStride * size;
  const bColumn = spec.b.columnStride * size;
  const cRow = spec.c.rowStride * size;
  const plan = planBlocks(kind, spec);
  const kernel = kernelOf(module, spec.dtype, tileAddress);
  const gathers = aColumn !== size;
  const rowBytes = gathers ? plan.gatheredRow : aRow;
  const packLeft = writePackLeft(module, kind, rowBytes, tileAddress);
  const packRight = writePackRight(module, kind, bRow, bColumn);
  const gatherLeft = gathers
    ? writeGather(module, {
      ...{ kind, depth: k, row: aRow, column: aColumn },
      gatheredRow: plan.gatheredRow,
    })
    : 0;
  const copyOut = writeCopyRows(
    module,
    kind,
    STRIP_STRIDE,
    cRow,
    spec.finish && { finish: spec.finish, rest: n % kind.lanes },
  );

  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, scratch, from, to] = range(6);
  const local = () => f.local("i32");
  const packed = local();
  const left = local();
  const columns = local();
  const panels = local();
  const rowsLeft = local();
  const rows = local();
  const depthLeft = local();
  const depth = local();
  const result = local();
  const aAt = local();
  const next = local();
  const bAt = local();
  const gathered = local();
  const blockAt = local();
  const blockLeft = local();
  const column = local();

  /** For each block of inner indices; `bAt` runs over the packed panels. */
  const eachDepth = (body: () => void) => {
    f.get(packed);
    f.set(bAt);
    f.i32(k);
    f.set(depthLeft);
    f.loop((again) => {
      f.get(depthLeft);
      f.set(depth);
      atMost(f, depth, () => f.i32(KERNEL_DEPTH));
      body();
      setAddress(f, bAt, bAt, panels, KERNEL_DEPTH * PANEL_BYTES);
      advance(f, depthLeft, -KERNEL_DEPTH);
      f.get(depthLeft);
      f.i32(0);
      f.op("i32.gt_s");
      f.branchIf(again);
    });
  };
  f.get(from);
  f.get(to);
  f.op("i32.ge_s");
  f.if(() => f.op("return"));
  /** Computes the rows from `aAt` on, `rowsLeft` of them. */
  const strips = () =>
    whileAtLeast(f, rowsLeft, 1, () => {
      f.get(rowsLeft);
      f.set(rows);
      atMost(f, rows, () => f.i32(KERNEL_ROWS));
      f.get(aAt);
      f.set(next);
      eachDepth(() => {
        for (const value of [next, rows, depth]) f.get(value);
        f.call(packLeft);
        for (const value of [bAt, scratch, panels]) f.get(value);
        f.get(depth);
        f.i32(KERNEL_SECTION - 1);
        f.op("i32.add");
        f.i32(KERNEL_SECTION);
        f.op("i32.div_u");
        f.get(depthLeft);
        f.i32(k);
        f.op("i32.ne");
        f.call(kernel);
        advance(f, next, KERNEL_DEPTH * size);
      });
      for (const value of [scratch, result, rows, columns, column]) {
        f.get(value);
      }
      f.call(copyOut);
      advance(f, aAt, KERNEL_ROWS * rowBytes);
      advance(f, result, KERNEL_ROWS * cRow);
      advance(f, rowsLeft, 1 - KERNEL_ROWS);
    });
  const places = [[packed, plan.packed], [gathered, plan.gathered]];
  for (const [local, offset] of places) {
    f.get(scratch);
    f.i32(offset);
    f.op("i32.add");
    f.set(local);
  }
  f.i32(n);
  f.set(left);
  setAddress(f, a, a, from, aRow);
  setAddress(f, c, c, from, cRow);
  f.loop((moreColumns) => {
    f.get(left);
    f.set(columns);
    atMost(f, columns, () => f.i32(plan.columns));
    f.get(columns);
    f.i32(PANEL_BYTES / size - 1);
    f.op("i32.add");
    f.i32(PANEL_BYTES / size);
    f.op("i32.div_u");
    f.set(panels);
    f.get(b);
    f.set(next);
    eachDepth(() => {
      for (const value of [next, bAt, depth, columns]) f.get(value);
      f.call(packRight);
      advance(f, next, KERNEL_DEPTH * bRow);
    });
    f.get(c);
    f.set(result);
    const total = gathers ? blockLeft : rowsLeft;
    f.get(to);
    f.get(from);
    f.op("i32.sub");
    f.set(total);
    f.get(a);
    f.set(gathers ? blockAt : aAt);
    if (!gathers) strips();
    else {
      whileAtLeast(f, blockLeft, 1, () => {
        f.get(blockLeft);
        f.set(rowsLeft);
        atMost(f, rowsLeft, () => f.i32(GATHERED_ROWS));
        for (const value of [blockAt, gathered, rowsLeft]) f.get(value);
        f.call(gatherLeft);
        f.get(gathered);
        f.set(aAt);
        strips();
        advance(f, blockAt, GATHERED_ROWS * aRow);
        advance(f, blockLeft, 1 - GATHERED_ROWS);
      });
    }
    advance(f, b, plan.columns * bColumn);
    advance(f, c, plan.columns * size);
    advance(f, column, plan.columns * size);
    advance(f, left, -plan.columns);
    f.get(left);
    f.i32(0);
    f.op("i32.gt_s");
    f.branchIf(moreColumns);
  });
  return module.add(f);
}
