import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { kinds, range } from "./kinds.ts";
import { advance, repeat, setAddress } from "./loops.ts";
import { writeGather } from "./gather.ts";
import { writePanel } from "./panel.ts";
import type { MatmulSpec } from "./spec.ts";

/** Rows that are computed together, by the vectors of columns in a panel. */
const rowsFor = { 1: 8, 2: 4, 3: 3 } as const;

/** The bytes of scratch memory that a small product needs. */
export function directScratch({ dtype, k, n, b }: MatmulSpec): number {
  return b.columnStride === 1 ? 0 : k * n * kinds[dtype].size;
}

/**
 * Writes a function for small products, or of few rows: nothing is packed. A
 * right matrix whose columns are not neighbours is gathered before.
 *
 * Its parameters: the addresses of A, B, C and scratch memory, the first row
 * and the row behind the last.
 */
export function writeDirect(module: ModuleWriter, spec: MatmulSpec): number {
  const kind = kinds[spec.dtype];
  const { size, lanes } = kind;
  const { m, n, k } = spec;
  const aRow = spec.a.rowStride * size;
  const cRow = spec.c.rowStride * size;
  const gathers = spec.b.columnStride !== 1;
  const bRow = (gathers ? n : spec.b.rowStride) * size;
  // One row has so many columns at once that sums don't wait for each other.
  const most = m === 1 ? 8 : 2;
  const vectors = Math.ceil(n / lanes);
  const odd = vectors % most;
  const rest = most === 2 && odd === 1 && vectors > 1 ? 3 : odd;
  const panels = (vectors - rest) / most;
  const panel = (columns: number, vectors: number) =>
    writePanel(module, {
      ...{ kind, columns, aRow, cRow, bRow, depth: k, finish: spec.finish },
      rows: m === 1 ? 1 : Math.min(m, rowsFor[vectors as 1 | 2 | 3]),
      aColumn: spec.a.columnStride * size,
    });
  const width = most * lanes;
  const first = panels * width;
  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, scratch, from, to] = range(6);
  const [count, column] = [f.local("i32"), f.local("i32")];
  if (gathers) {
    const [row, column] = [spec.b.rowStride * size, spec.b.columnStride * size];
    const gathering = { kind, depth: n, row, column, gatheredRow: bRow };
    for (const value of [b, scratch]) f.get(value);
    f.i32(k);
    f.call(writeGather(module, gathering));
    f.get(scratch);
    f.set(b);
  }
  setAddress(f, a, a, from, aRow);
  setAddress(f, c, c, from, cRow);
  const call = (index: number) => {
    for (const value of [a, b, c, column, to, from]) f.get(value);
    f.op("i32.sub");
    f.call(index);
  };
  // The last whole panel may lack columns.
  const whole = n < first ? panels - 1 : panels;
  const full = whole > 0 ? panel(width, most) : 0;
  repeat(f, count, whole, () => {
    call(full);
    for (const value of [b, c, column]) advance(f, value, width * size);
  });
  if (whole < panels) call(panel(n - whole * width, most));
  if (rest > 0) call(panel(n - first, rest));
  return module.add(f);
}
