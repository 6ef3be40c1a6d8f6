import type { FunctionWriter } from "../compiler/wasm/function_writer.ts";

/** Unsigned 64-bit keys in memory, and the words that move along with them. */
export interface SortedRows {
  readonly size: number;
  /** The address of the keys. */
  readonly keys: number;
  /** Puts the address of the first word on the stack. */
  readonly words: () => void;
}

/**
 * Writes a heap sort: the rows end up in ascending order of their keys. Rows of
 * equal keys end up in any order.
 *
 * @see D. E. Knuth, The Art of Computer Programming, vol. 3, 5.2.3, algorithm H.
 */
export function writeSort(code: FunctionWriter, rows: SortedRows): void {
  const { size } = rows;
  if (size < 2) return;
  const [root, end] = [code.local("i32"), code.local("i32")];
  const [key, word] = [code.local("i64"), code.local("i32")];
  const decrease = (local: number) => {
    code.get(local);
    code.i32(1);
    code.op("i32.sub");
    code.set(local);
  };
  const take = (local: number) => {
    loadKey(code, rows, local);
    code.set(key);
    loadWord(code, rows, local);
    code.set(word);
  };
  code.i32(Math.floor(size / 2));
  code.set(root);
  code.i32(size);
  code.set(end);
  code.block((sorted) =>
    code.loop((again) => {
      code.get(root);
      code.if(() => {
        decrease(root);
        take(root);
      }, () => {
        decrease(end);
        code.get(end);
        code.op("i32.eqz");
        code.branchIf(sorted);
        take(end);
        move(code, rows, root, end);
      });
      siftDown(code, rows, { root, end, key, word });
      code.branch(again);
    })
  );
}

/** What is being put into the heap of rows below `end`: from `root` down. */
interface Sifted {
  readonly root: number;
  readonly end: number;
  readonly key: number;
  readonly word: number;
}

function siftDown(
  code: FunctionWriter,
  rows: SortedRows,
  { root, end, key, word }: Sifted,
): void {
  const [hole, child] = [code.local("i32"), code.local("i32")];
  code.get(root);
  code.set(hole);
  code.block((placed) =>
    code.loop((again) => {
      code.get(hole);
      code.i32(1);
      code.op("i32.shl");
      code.i32(1);
      code.op("i32.add");
      code.tee(child);
      code.get(end);
      code.op("i32.ge_u");
      code.branchIf(placed);
      greaterChild(code, rows, child, end);
      code.get(key);
      loadKey(code, rows, child);
      code.op("i64.ge_u");
      code.branchIf(placed);
      move(code, rows, child, hole);
      code.get(child);
      code.set(hole);
      code.branch(again);
    })
  );
  keyAddress(code, hole);
  code.get(key);
  code.memory("i64.store", rows.keys);
  wordAddress(code, rows, hole);
  code.get(word);
  code.memory("i32.store");
}

/** Goes on to the second child where there is one with a greater key. */
function greaterChild(
  code: FunctionWriter,
  rows: SortedRows,
  child: number,
  end: number,
): void {
  const second = code.local("i32");
  code.get(child);
  code.i32(1);
  code.op("i32.add");
  code.tee(second);
  code.get(end);
  code.op("i32.lt_u");
  code.if(() => {
    loadKey(code, rows, child);
    loadKey(code, rows, second);
    code.op("i64.lt_u");
    code.if(() => {
      code.get(second);
      code.set(child);
    });
  });
}

function keyAddress(code: FunctionWriter, index: number): void {
  code.get(index);
  code.i32(3);
  code.op("i32.shl");
}

function wordAddress(
  code: FunctionWriter,
  { words }: SortedRows,
  index: number,
): void {
  words();
  code.get(index);
  code.i32(2);
  code.op("i32.shl", "i32.add");
}

function loadKey(code: FunctionWriter, rows: SortedRows, index: number): void {
  keyAddress(code, index);
  code.memory("i64.load", rows.keys);
}

function loadWord(code: FunctionWriter, rows: SortedRows, index: number): void {
  wordAddress(code, rows, index);
  code.memory("i32.load");
}

function move(
  code: FunctionWriter,
  rows: SortedRows,
  from: number,
  to: number,
): void {
  keyAddress(code, to);
  loadKey(code, rows, from);
  code.memory("i64.store", rows.keys);
  wordAddress(code, rows, to);
  loadWord(code, rows, from);
  code.memory("i32.store");
}
