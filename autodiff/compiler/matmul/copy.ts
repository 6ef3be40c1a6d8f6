import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, range } from "./kinds.ts";
import { advance, repeat, setLocal, whileAtLeast } from "./loops.ts";
import { once } from "./once.ts";
import type { Finish } from "./spec.ts";
import { transpose } from "./transpose.ts";

/** Bytes from one row of a matrix to the next, and from column to column. */
export interface Strides {
  readonly row: number;
  readonly column: number;
}

/** How some columns of rows are copied. */
interface Copy {
  readonly kind: Kind;
  readonly from: Strides;
  /** Bytes from one row to the next where it is written. */
  readonly to: number;
  readonly columns: number;
}

/**
 * The index of a function that copies some rows of a matrix so that their
 * columns are neighbours. Its parameters: the addresses read and written, and
 * the number of rows.
 */
export function copyOf(module: ModuleWriter, copy: Copy): number {
  return once(module, ["copy", copy], () => writeCopy(copy));
}

/** So many columns at a time, and the code that copies them. */
type Piece = readonly [columns: number, copy: () => void];

function writeCopy({ kind, from, to, columns }: Copy): FunctionWriter {
  const { lanes, size } = kind;
  const f = new FunctionWriter(range(3).map(() => "i32"));
  const [source, target, rows] = range(3);
  const [read, write] = range(2).map(() => f.local("i32"));
  const strips = (height: number, pieces: readonly Piece[]) =>
    whileAtLeast(f, rows, height, () => {
      setLocal(f, read, source);
      setLocal(f, write, target);
      let left = columns;
      for (const [width, copy] of pieces) {
        repeat(f, Math.floor(left / width), () => {
          copy();
          advance(f, read, width * from.column);
          advance(f, write, width * size);
        });
        left %= width;
      }
      advance(f, source, height * from.row);
      advance(f, target, height * to);
    });
  const one = (height: number): Piece => [1, () => {
    for (const row of range(height)) {
      f.get(write);
      f.get(read);
      f.memory(kind.load, row * from.row);
      f.memory(kind.store, row * to);
    }
  }];
  const vectors = (
    height: number,
    width: number,
  ): Piece => [width * lanes, () => {
    for (const row of range(height)) {
      for (const v of range(width)) {
        f.get(write);
        f.get(read);
        f.memory("v128.load", row * from.row + v * 16);
        f.memory("v128.store", row * to + v * 16);
      }
    }
  }];
  const locals = range(2 * lanes).map(() => f.local("v128"));
  const square: Piece = [lanes, () => {
    const [vectors, spare] = [locals.slice(lanes), locals.slice(0, lanes)];
    for (const [i, vector] of vectors.entries()) {
      f.get(read);
      f.memory("v128.load", i * from.column);
      f.set(vector);
    }
    const made = transpose(f, kind, vectors, spare);
    for (const [i, vector] of made.entries()) {
      f.get(write);
      f.get(vector);
      f.memory("v128.store", i * to);
    }
  }];
  if (from.column === size) {
    // A row of a panel is less work than the loop around it.
    if (columns === 2 * lanes) strips(4, [vectors(4, 2)]);
    strips(1, [vectors(1, 4), vectors(1, 1), one(1)]);
  } else {
    if (from.row === size) strips(lanes, [square, one(lanes)]);
    strips(1, [one(1)]);
  }
  return f;
}

/**
 * Writes a function that finishes rows of a result. Its parameters: the
 * addresses of the rows and of where they go, their number, columns, and the
 * bytes in front of them in a row.
 *
 * @param rest how many elements the last vector of a row has, if not all.
 * @returns the index of the function.
 */
export function writeFinish(
  module: ModuleWriter,
  { lanes, size }: Kind,
  finish: Finish,
  rest: number,
  [from, to]: readonly [from: number, to: number],
): number {
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [source, target, rows, columns, start] = range(5);
  const [read, pointer, count, column] = range(4).map(() => f.local("i32"));
  const vector = f.local("v128");
  whileAtLeast(f, rows, 1, () => {
    setLocal(f, read, source);
    setLocal(f, pointer, target);
    setLocal(f, count, columns);
    setLocal(f, column, start);
    for (const width of rest > 0 ? [lanes, rest] : [lanes]) {
      whileAtLeast(f, count, width, () => {
        f.get(read);
        f.memory("v128.load");
        f.set(vector);
        const place = { pointer, offset: 0, column, columnOffset: 0 };
        finish.write(f, vector, width, place);
        for (const local of [read, pointer, column]) {
          advance(f, local, width * size);
        }
      });
    }
    advance(f, source, from);
    advance(f, target, to);
  });
  return module.add(f);
}
