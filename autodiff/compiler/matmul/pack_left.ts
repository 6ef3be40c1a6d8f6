import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { clear, copyElements } from "./copy.ts";
import { KERNEL_DEPTH, KERNEL_ROWS, tileBytes } from "./kernel.ts";
import { type Kind, range } from "./kinds.ts";
import { advance, whileAtLeast } from "./loops.ts";

/**
 * Writes a function that copies a tile of the left matrix, whose columns are
 * neighbours, to where the kernel reads it: row after row, zeros where rows or
 * columns are missing. Its parameters: the address of the tile's first
 * element, its rows (1 to 5) and its columns (1 to 64).
 *
 * @param row bytes from one row of the matrix to the next.
 * @param tile the fixed address of the kernel's tile.
 * @returns the index of the function.
 */
export function writePackLeft(
  module: ModuleWriter,
  kind: Kind,
  row: number,
  tile: number,
): number {
  const f = new FunctionWriter(["i32", "i32", "i32"]);
  const [source, rows, depth] = range(3);
  const [read, write, count, rowStart] = range(4).map(() => f.local("i32"));
  f.get(rows);
  f.i32(KERNEL_ROWS);
  f.op("i32.ne");
  f.get(depth);
  f.i32(KERNEL_DEPTH);
  f.op("i32.ne", "i32.or");
  f.if(() => {
    f.i32(tile);
    f.set(write);
    f.i32(tileBytes(kind));
    f.set(count);
    clear(f, write, count);
  });
  f.i32(tile);
  f.set(rowStart);
  whileAtLeast(f, rows, 1, () => {
    const starts = [[read, source], [write, rowStart], [count, depth]];
    for (const [local, value] of starts) {
      f.get(value);
      f.set(local);
    }
    copyElements(f, kind, read, write, count);
    advance(f, source, row);
    advance(f, rowStart, KERNEL_DEPTH * kind.size);
  });
  return module.add(f);
}
