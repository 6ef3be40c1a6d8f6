import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, range } from "./kinds.ts";
import { advance, whileAtLeast } from "./loops.ts";
import { transposeSquare } from "./transpose.ts";

/** Rows that are gathered together: whole cache lines of columns. */
export const GATHERED_ROWS = 20;

/** A matrix whose columns are not neighbours; strides are in bytes. */
export interface Gathering {
  readonly kind: Kind;
  /** Columns. */
  readonly depth: number;
  /** From one row of the matrix to the next. */
  readonly row: number;
  /** From one column of the matrix to the next. */
  readonly column: number;
  /** From one gathered row to the next. */
  readonly gatheredRow: number;
}

/**
 * Writes a function that copies rows of a matrix so that their columns are
 * neighbours. Its parameters: the addresses of the first row and of the
 * copy, and the number of rows.
 *
 * @returns the index of the function.
 */
export function writeGather(
  module: ModuleWriter,
  { kind, depth, row, column, gatheredRow }: Gathering,
): number {
  const { lanes, size } = kind;
  const f = new FunctionWriter(["i32", "i32", "i32"]);
  const [source, target, rows] = range(3);
  const [read, write, count] = range(3).map(() => f.local("i32"));
  const square = range(lanes).map(() => f.local("v128"));
  const spare = range(lanes).map(() => f.local("v128"));
  const forward = (columns: number, body: () => void) =>
    whileAtLeast(f, count, columns, () => {
      body();
      advance(f, read, columns * column);
      advance(f, write, columns * size);
    });
  const squares = (together: number) => {
    for (let r = 0; r < together; r += lanes) {
      for (const i of range(lanes)) {
        f.get(read);
        f.memory("v128.load", r * size + i * column);
        f.set(square[i]);
      }
      transposeSquare(f, kind, square, spare);
      for (const i of range(lanes)) {
        f.get(write);
        f.get(square[i]);
        f.memory("v128.store", (r + i) * gatheredRow);
      }
    }
  };
  const gather = (together: number) =>
    whileAtLeast(f, rows, together, () => {
      for (const [local, value] of [[read, source], [write, target]]) {
        f.get(value);
        f.set(local);
      }
      f.i32(depth);
      f.set(count);
      if (together > 1) forward(lanes, () => squares(together));
      forward(1, () => {
        for (const r of range(together)) {
          f.get(write);
          f.get(read);
          f.memory(kind.load, r * row);
          f.memory(kind.store, r * gatheredRow);
        }
      });
      advance(f, source, together * row);
      advance(f, target, together * gatheredRow);
    });
  if (row === size) {
    gather(GATHERED_ROWS);
    gather(lanes);
  }
  gather(1);
  return module.add(f);
}
