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
 * Writes a Shell sort: the rows end up in ascending order of their keys. Rows
 * of equal keys end up in any order.
 *
 * @see D. L. Shell (1959), A high-speed sorting procedure; the gaps shrink by
 * 5/11 (G. H. Gonnet, R. Baeza-Yates, Handbook of Algorithms and Data
 * Structures, 1991, 4.1.4).
 */
export function writeSort(code: FunctionWriter, rows: SortedRows): void {
  for (let gap = rows.size; gap > 1;) {
    gap = Math.max(1, Math.floor((5 * gap - 1) / 11));
    writeInsertions(code, rows, gap);
  }
}

/** Writes the sorting by insertion of the rows that are `gap` apart. */
function writeInsertions(
  code: FunctionWriter,
  rows: SortedRows,
  gap: number,
): void {
  const [row, hole, above] = [0, 1, 2].map(() => code.local("i32"));
  const [key, word] = [code.local("i64"), code.local("i32")];
  const keyAt = (index: number) => code.get(index).i32(3).op("i32.shl");
  const wordAt = (index: number) => {
    rows.words();
    return code.get(index).i32(2).op("i32.shl", "i32.add");
  };
  const loadKey = (index: number) => keyAt(index).memory("i64.load", rows.keys);
  const loadWord = (index: number) => wordAt(index).memory("i32.load");
  const store = (index: number, key: () => void, word: () => void) => {
    keyAt(index);
    key();
    code.memory("i64.store", rows.keys);
    wordAt(index);
    word();
    code.memory("i32.store");
  };
  code.i32(gap).set(row);
  code.loop((again) => {
    loadKey(row).set(key);
    loadWord(row).set(word);
    code.get(row).set(hole);
    code.block((placed) =>
      code.loop((further) => {
        code.get(hole).i32(gap).op("i32.lt_u").branchIf(placed);
        code.get(hole).i32(gap).op("i32.sub").set(above);
        loadKey(above).get(key).op("i64.le_u").branchIf(placed);
        store(hole, () => loadKey(above), () => loadWord(above));
        code.get(above).set(hole).branch(further);
      })
    );
    store(hole, () => code.get(key), () => code.get(word));
    code.get(row).i32(1).op("i32.add").tee(row);
    code.i32(rows.size).op("i32.lt_u").branchIf(again);
  });
}
