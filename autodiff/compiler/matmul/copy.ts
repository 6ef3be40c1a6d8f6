import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, range } from "./kinds.ts";
import type { Finish } from "./spec.ts";
import { advance, whileAtLeast } from "./loops.ts";

/** What is done with copied elements, of which the last vector has so many. */
export interface CopyFinish {
  readonly finish: Finish;
  readonly rest: number;
}

/**
 * Writes a function that copies a matrix whose columns are neighbours in both
 * places. Its parameters: the addresses read and written, rows, columns, and
 * the bytes in front of them in a row.
 *
 * @param from bytes from one row to the next where it is read.
 * @param to the same where it is written.
 * @returns the index of the function.
 */
export function writeCopyRows(
  module: ModuleWriter,
  kind: Kind,
  from: number,
  to: number,
  finish?: CopyFinish,
): number {
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [source, target, rows, columns, column] = range(5);
  const [read, write, count] = range(3).map(() => f.local("i32"));
  whileAtLeast(f, rows, 1, () => {
    for (const [local, value] of [[read, source], [write, target]]) {
      f.get(value);
      f.set(local);
    }
    f.get(columns);
    f.set(count);
    if (finish) finishElements(f, kind, [read, write, count, column], finish);
    else copyElements(f, kind, read, write, count);
    advance(f, source, from);
    advance(f, target, to);
  });
  return module.add(f);
}

/** Finishes as many elements of a row as a local says; all others move on. */
function finishElements(
  f: FunctionWriter,
  kind: Kind,
  [read, write, count, start]: readonly number[],
  { finish, rest }: CopyFinish,
): void {
  const [column, vector] = [f.local("i32"), f.local("v128")];
  const place = { pointer: write, offset: 0, column, columnOffset: 0 };
  const vectors = (width: number) =>
    whileAtLeast(f, count, width, () => {
      f.get(read);
      f.memory("v128.load");
      f.set(vector);
      finish.write(f, vector, width, place);
      for (const local of [read, write, column]) {
        advance(f, local, width * kind.size);
      }
    });
  f.get(start);
  f.set(column);
  vectors(kind.lanes);
  if (rest > 0) vectors(rest);
}

/** Copies as many elements as a local says; all three locals move on. */
export function copyElements(
  f: FunctionWriter,
  kind: Kind,
  read: number,
  write: number,
  count: number,
): void {
  const vectors = (several: number) =>
    whileAtLeast(f, count, several * kind.lanes, () => {
      for (const i of range(several)) {
        f.get(write);
        f.get(read);
        f.memory("v128.load", i * 16);
        f.memory("v128.store", i * 16);
      }
      advance(f, read, several * 16);
      advance(f, write, several * 16);
    });
  vectors(4);
  vectors(1);
  whileAtLeast(f, count, 1, () => {
    f.get(write);
    f.get(read);
    f.memory(kind.load);
    f.memory(kind.store);
    advance(f, read, kind.size);
    advance(f, write, kind.size);
  });
}

/** Writes `bytes` zero bytes, a multiple of 16 in a local; both locals move. */
export function clear(f: FunctionWriter, write: number, bytes: number): void {
  const zero = f.local("v128");
  whileAtLeast(f, bytes, 16, () => {
    f.get(write);
    f.get(zero);
    f.memory("v128.store");
    advance(f, write, 16);
  });
}
