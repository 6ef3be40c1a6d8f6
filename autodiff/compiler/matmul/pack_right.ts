import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { clear } from "./copy.ts";
import { KERNEL_SECTION, PANEL_BYTES } from "./kernel.ts";
import { type Kind, range } from "./kinds.ts";
import { advance, whileAtLeast } from "./loops.ts";
import { transposeSquare } from "./transpose.ts";

/**
 * Writes a function that packs some rows of the right matrix into panels of
 * two vectors of columns, one panel behind the other, zeros where columns are
 * missing and below the last row up to a multiple of 16 rows. Its parameters:
 * the address of the first element, where to pack, rows and columns.
 *
 * @param row bytes from one row of the matrix to the next.
 * @param column bytes from one column to the next.
 * @returns the index of the function.
 */
export function writePackRight(
  module: ModuleWriter,
  kind: Kind,
  row: number,
  column: number,
): number {
  const f = new FunctionWriter(["i32", "i32", "i32", "i32"]);
  const [source, target, rows, columns] = range(4);
  const [read, write, count] = range(3).map(() => f.local("i32"));
  const panelColumns = PANEL_BYTES / kind.size;
  const padding = f.local("i32");
  const panelBytes = f.local("i32");
  f.get(rows);
  f.i32(KERNEL_SECTION - 1);
  f.op("i32.add");
  f.i32(-KERNEL_SECTION);
  f.op("i32.and");
  f.i32(PANEL_BYTES);
  f.op("i32.mul");
  f.set(panelBytes);
  f.get(panelBytes);
  f.get(rows);
  f.i32(PANEL_BYTES);
  f.op("i32.mul", "i32.sub");
  f.set(padding);
  const start = (from: number) => {
    for (const [local, value] of [[read, from], [write, target]]) {
      f.get(value);
      f.set(local);
    }
    f.get(rows);
    f.set(count);
  };
  whileAtLeast(f, columns, panelColumns, () => {
    start(source);
    writeFullPanel(f, kind, row, column, [read, write, count]);
    f.get(padding);
    f.set(count);
    clear(f, write, count);
    f.get(target);
    f.get(panelBytes);
    f.op("i32.add");
    f.set(target);
    advance(f, source, panelColumns * column);
  });
  f.get(columns);
  f.if(() => {
    f.get(target);
    f.set(write);
    f.get(panelBytes);
    f.set(count);
    clear(f, write, count);
    whileAtLeast(f, columns, 1, () => {
      start(source);
      whileAtLeast(f, count, 1, () => {
        f.get(write);
        f.get(read);
        f.memory(kind.load);
        f.memory(kind.store);
        advance(f, read, row);
        advance(f, write, PANEL_BYTES);
      });
      advance(f, source, column);
      advance(f, target, kind.size);
    });
  });
  return module.add(f);
}

/** Packs a panel in which no column is missing; all locals move on. */
function writeFullPanel(
  f: FunctionWriter,
  kind: Kind,
  row: number,
  column: number,
  [read, write, count]: readonly number[],
): void {
  const { lanes, size } = kind;
  const several = (rows: number, body: () => void) =>
    whileAtLeast(f, count, rows, () => {
      body();
      advance(f, read, rows * row);
      advance(f, write, rows * PANEL_BYTES);
    });
  if (column === size) {
    const copy = (rows: number) => () => {
      for (const i of range(2 * rows)) {
        f.get(write);
        f.get(read);
        f.memory("v128.load", (i >> 1) * row + (i & 1) * 16);
        f.memory("v128.store", (i >> 1) * PANEL_BYTES + (i & 1) * 16);
      }
    };
    several(4, copy(4));
    several(1, copy(1));
    return;
  }
  if (row === size) {
    const square = range(lanes).map(() => f.local("v128"));
    const spare = range(lanes).map(() => f.local("v128"));
    several(lanes, () => {
      for (const half of range(2)) {
        for (const i of range(lanes)) {
          f.get(read);
          f.memory("v128.load", (half * lanes + i) * column);
          f.set(square[i]);
        }
        transposeSquare(f, kind, square, spare);
        for (const i of range(lanes)) {
          f.get(write);
          f.get(square[i]);
          f.memory("v128.store", i * PANEL_BYTES + half * 16);
        }
      }
    });
  }
  several(1, () => {
    for (const i of range(2 * lanes)) {
      f.get(write);
      f.get(read);
      f.memory(kind.load, i * column);
      f.memory(kind.store, i * size);
    }
  });
}
