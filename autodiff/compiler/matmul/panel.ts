import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, loadElements, range, storeElements } from "./kinds.ts";
import { advance, whileAtLeast } from "./loops.ts";
import type { Finish } from "./spec.ts";

/** Neighbouring columns of a result, computed from matrices as they lie. */
export interface Panel {
  readonly kind: Kind;
  /** Columns. */
  readonly columns: number;
  /** Rows that are computed together. */
  readonly rows: number;
  /** Bytes from one row of the left matrix to the next. */
  readonly aRow: number;
  /** Bytes from one column of the left matrix to the next. */
  readonly aColumn: number;
  /** Bytes from one row of the right matrix to the next. */
  readonly bRow: number;
  /** Bytes from one row of the result to the next. */
  readonly cRow: number;
  /** The inner length. */
  readonly depth: number;
  /** What is done with each element instead of writing it. */
  readonly finish?: Finish;
}

/** Steps of the inner loop written one after another. */
const UNROLL = 8;

/** The greatest inner length that is written without a loop. */
const STRAIGHT = 16;

/**
 * Writes a function that computes a panel. Its parameters: the addresses of
 * the first row of the left matrix, of the panel of the right one and of the
 * result, the bytes in front of it in a row, and the number of rows. Columns
 * of the right matrix are neighbours.
 *
 * @returns the index of the function.
 */
export function writePanel(module: ModuleWriter, panel: Panel): number {
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [a, , c, , left] = range(5);
  const tile = tileWriter(f, panel);
  for (const rows of new Set([panel.rows, 1])) {
    whileAtLeast(f, left, rows, () => {
      tile(rows);
      advance(f, a, rows * panel.aRow);
      advance(f, c, rows * panel.cRow);
    });
  }
  return module.add(f);
}

/** What writes the code that computes some rows of a panel. */
function tileWriter(
  f: FunctionWriter,
  { kind, columns, rows: most, finish, ...panel }: Panel,
): (rows: number) => void {
  const { aRow, aColumn, bRow, cRow, depth } = panel;
  const [a, b, c, column] = range(4);
  const vectors = range(Math.ceil(columns / kind.lanes)).map((v) => ({
    at: v * 16,
    width: Math.min(kind.lanes, columns - v * kind.lanes),
    local: f.local("v128"),
    pointer: f.local("i32"),
  }));
  const zero = f.local("v128");
  const factor = f.local("v128");
  const sums = range(most).map(() => vectors.map(() => f.local("v128")));
  const pointers = range(most).map(() => f.local("i32"));

  const steps = f.local("i32");
  const add = (rows: number, k: number) => {
    for (const { pointer, width, local } of vectors) {
      loadElements(f, kind, width, pointer, k * bRow);
      f.set(local);
    }
    for (const row of range(rows)) {
      f.get(pointers[row]);
      f.memory(kind.splat, k * aColumn);
      f.set(factor);
      for (const [v, { local }] of vectors.entries()) {
        f.get(sums[row][v]);
        f.get(factor);
        f.get(local);
        f.op(kind.multiply, kind.add);
        f.set(sums[row][v]);
      }
    }
  };
  const forward = (rows: number, count: number) => {
    range(count).forEach((k) => add(rows, k));
    for (const row of range(rows)) advance(f, pointers[row], count * aColumn);
    for (const { pointer } of vectors) advance(f, pointer, count * bRow);
  };
  return (rows) => {
    for (const row of range(rows)) {
      for (const sum of sums[row]) {
        f.get(zero);
        f.set(sum);
      }
      f.get(a);
      f.i32(row * aRow);
      f.op("i32.add");
      f.set(pointers[row]);
    }
    for (const { pointer, at } of vectors) {
      f.get(b);
      f.i32(at);
      f.op("i32.add");
      f.set(pointer);
    }
    if (depth <= STRAIGHT) range(depth).forEach((k) => add(rows, k));
    else {
      f.i32(depth);
      f.set(steps);
      whileAtLeast(f, steps, UNROLL, () => forward(rows, UNROLL));
      const rest = depth % UNROLL;
      range(rest).forEach((k) => add(rows, k));
    }
    for (const row of range(rows)) {
      for (const [v, { at, width }] of vectors.entries()) {
        const offset = row * cRow + at;
        const place = { pointer: c, offset, column, columnOffset: at };
        if (finish) finish.write(f, sums[row][v], width, place);
        else storeElements(f, kind, width, c, sums[row][v], offset);
      }
    }
  };
}
