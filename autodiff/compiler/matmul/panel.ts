import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, loadElements, range, storeElements } from "./kinds.ts";
import { advance, setAddress, whileAtLeast } from "./loops.ts";

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
}

/** Steps of the inner loop written one after another. */
const UNROLL = 8;

/** The greatest inner length that is written without a loop. */
const STRAIGHT = 16;

/**
 * Writes a function that computes a panel. Its parameters: the addresses of
 * the first row of the left matrix, of the panel of the right one and of the
 * result, and the number of rows. Columns of the right matrix are neighbours.
 *
 * @returns the index of the function.
 */
export function writePanel(module: ModuleWriter, panel: Panel): number {
  const f = new FunctionWriter(["i32", "i32", "i32", "i32"]);
  const [a, , c, left] = range(4);
  const { rows, aRow, cRow } = panel;
  const tile = tileWriter(f, panel);
  // The first tile shares rows with the second, so that the last is whole.
  const step = f.local("i32");
  f.get(left);
  f.i32(rows);
  f.op("i32.ge_s");
  f.if(() => {
    f.get(left);
    f.i32(1);
    f.op("i32.sub");
    f.i32(rows);
    f.op("i32.rem_u");
    f.i32(1);
    f.op("i32.add");
    f.set(step);
    f.loop((again) => {
      tile(rows);
      setAddress(f, a, a, step, aRow);
      setAddress(f, c, c, step, cRow);
      f.get(left);
      f.get(step);
      f.op("i32.sub");
      f.i32(rows);
      f.set(step);
      f.tee(left);
      f.branchIf(again);
    });
  }, () => {
    if (rows === 1) return;
    whileAtLeast(f, left, 1, () => {
      tile(1);
      advance(f, a, aRow);
      advance(f, c, cRow);
    });
  });
  return module.add(f);
}

/** What writes the code that computes some rows of a panel. */
function tileWriter(
  f: FunctionWriter,
  { kind, columns, rows: most, aRow, aColumn, bRow, cRow, depth }: Panel,
): (rows: number) => void {
  const [a, b, c] = range(3);
  // The last vector begins where it is whole: what two vectors have in common
  // is computed twice.
  const width = Math.min(kind.lanes, columns);
  const vectors = range(Math.ceil(columns / kind.lanes)).map((v) => ({
    at: Math.min(v * kind.lanes, columns - width) * kind.size,
    local: f.local("v128"),
    pointer: f.local("i32"),
  }));
  const zero = f.local("v128");
  const factor = f.local("v128");
  const sums = range(most).map(() => vectors.map(() => f.local("v128")));
  const pointers = range(most).map(() => f.local("i32"));

  const steps = f.local("i32");
  const add = (rows: number, k: number) => {
    for (const { pointer, local } of vectors) {
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
      for (const [v, { at }] of vectors.entries()) {
        storeElements(f, kind, width, c, sums[row][v], row * cRow + at);
      }
    }
  };
}
