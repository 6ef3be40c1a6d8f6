import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { copyOf } from "./copy.ts";
import { kinds, range } from "./kinds.ts";
import { advance, repeat } from "./loops.ts";
import { writePanel } from "./panel.ts";
import type { Matmul, MatmulSpec } from "./spec.ts";

/** Rows that are computed together, by the vectors of columns in a panel. */
const rowsFor = { 1: 8, 2: 4, 3: 3 } as const;

/** Vectors of one row that are computed together: sums don't wait then. */
const ROW_VECTORS = 4;

/** Bytes from one row to the next of columns that were not neighbours. */
const GATHERED_ROW = 16 * ROW_VECTORS;

/**
 * Writes a function for small products, or of few rows: nothing is packed. A
 * right matrix whose columns are not neighbours is copied, panel by panel.
 *
 * Its parameters: the addresses of A, B, C and scratch memory.
 */
export function writeDirect(module: ModuleWriter, spec: MatmulSpec): Matmul {
  const { m, n, k, finish } = spec;
  const kind = kinds[spec.dtype];
  const { size, lanes } = kind;
  const b = {
    row: spec.b.rowStride * size,
    column: spec.b.columnStride * size,
  };
  const gathers = b.column !== size;
  const vectors = Math.ceil(n / lanes);
  const panels = m === 1
    ? Math.ceil(vectors / ROW_VECTORS)
    : Math.max(1, Math.floor(vectors / 2));
  const each = Math.floor(vectors / panels);
  const ends = range(panels).map((i) =>
    Math.min(n, (each * (i + 1) + Math.min(i + 1, vectors % panels)) * lanes)
  );
  const widths = ends.map((end, i) => end - (ends[i - 1] ?? 0));
  const f = new FunctionWriter(range(4).map(() => "i32"));
  const [a, bAt, cAt, scratch] = range(4);
  const column = f.local("i32");
  for (const columns of new Set(widths)) {
    const rows = rowsFor[Math.ceil(columns / lanes) as 1 | 2 | 3];
    const panel = module.add(writePanel({
      ...{ kind, columns, depth: k, finish },
      rows: m === 1 ? 1 : Math.min(m, rows),
      aRow: spec.a.rowStride * size,
      aColumn: spec.a.columnStride * size,
      bRow: gathers ? GATHERED_ROW : b.row,
      cRow: spec.c.rowStride * size,
    }));
    repeat(f, widths.filter((width) => width === columns).length, () => {
      if (gathers) {
        for (const local of [bAt, scratch]) f.get(local);
        f.i32(k);
        f.call(copyOf(module, { kind, from: b, to: GATHERED_ROW, columns }));
      }
      for (const local of [a, gathers ? scratch : bAt, cAt, column]) {
        f.get(local);
      }
      f.i32(m);
      f.call(panel);
      advance(f, bAt, columns * b.column);
      for (const local of [cAt, column]) advance(f, local, columns * size);
    });
  }
  return { index: module.add(f), scratchBytes: gathers ? k * GATHERED_ROW : 0 };
}
