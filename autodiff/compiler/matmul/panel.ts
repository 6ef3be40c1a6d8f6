import { FunctionWriter } from "../wasm/function_writer.ts";
import { type Kind, range, storeElements } from "./kinds.ts";
import { advance, repeat, setLocal, whileAtLeast } from "./loops.ts";
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
 * of the right matrix are neighbours; whole vectors of them are read.
 */
export function writePanel(
  { kind, columns, finish, ...panel }: Panel,
): FunctionWriter {
  const { aRow, aColumn, bRow, cRow, depth } = panel;
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [a, b, c, column, left] = range(5);
  const [zero, factor] = [f.local("v128"), f.local("v128")];
  const vectors = range(Math.ceil(columns / kind.lanes)).map((v) => ({
    at: v * 16,
    width: Math.min(kind.lanes, columns - v * kind.lanes),
    local: f.local("v128"),
    pointer: f.local("i32"),
  }));
  const tile = range(panel.rows).map(() => ({
    pointer: f.local("i32"),
    sums: vectors.map(() => f.local("v128")),
  }));
  const add = (rows: typeof tile, k: number) => {
    for (const { pointer, local } of vectors) {
      f.get(pointer);
      f.memory("v128.load", k * bRow);
      f.set(local);
    }
    for (const { pointer, sums } of rows) {
      f.get(pointer);
      f.memory(kind.splat, k * aColumn);
      f.set(factor);
      for (const [v, sum] of sums.entries()) {
        f.get(sum);
        f.get(factor);
        f.get(vectors[v].local);
        f.op(kind.multiply, kind.add);
        f.set(sum);
      }
    }
  };
  for (const count of new Set([panel.rows, 1])) {
    const rows = tile.slice(0, count);
    whileAtLeast(f, left, count, () => {
      for (const [row, { pointer, sums }] of rows.entries()) {
        for (const sum of sums) setLocal(f, sum, zero);
        setLocal(f, pointer, a, row * aRow);
      }
      for (const { pointer, at } of vectors) setLocal(f, pointer, b, at);
      const straight = depth <= STRAIGHT ? depth : depth % UNROLL;
      repeat(f, (depth - straight) / UNROLL, () => {
        for (const k of range(UNROLL)) add(rows, k);
        for (const { pointer } of rows) advance(f, pointer, UNROLL * aColumn);
        for (const { pointer } of vectors) advance(f, pointer, UNROLL * bRow);
      });
      for (const k of range(straight)) add(rows, k);
      for (const [row, { sums }] of rows.entries()) {
        for (const [v, { at, width }] of vectors.entries()) {
          const offset = row * cRow + at;
          const place = { pointer: c, offset, column, columnOffset: at };
          if (finish) finish.write(f, sums[v], width, place);
          else storeElements(f, kind, width, c, sums[v], offset);
        }
      }
      advance(f, a, count * aRow);
      advance(f, c, count * cRow);
    });
  }
  return f;
}
