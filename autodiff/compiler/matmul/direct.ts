import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { kinds, range } from "./kinds.ts";
import { advance, repeat, setAddress } from "./loops.ts";
import { writePanel } from "./panel.ts";
import type { MatmulSpec } from "./spec.ts";

/**
 * Writes a function for small products, or of few rows: nothing is packed,
 * and the columns of the right matrix must be neighbours.
 *
 * Its parameters: the addresses of A, B, C and scratch memory (not used), the
 * first row and the row behind the last.
 */
export function writeDirect(module: ModuleWriter, spec: MatmulSpec): number {
  const kind = kinds[spec.dtype];
  const { size, lanes } = kind;
  const aRow = spec.a.rowStride * size;
  const cRow = spec.c.rowStride * size;
  const rows = spec.m === 1 ? 1 : 4;
  const width = (rows === 1 ? 8 : 2) * lanes;
  const panels = Math.floor(spec.n / width);
  const rest = spec.n % width;
  const panel = (columns: number) =>
    writePanel(module, {
      ...{ kind, columns, rows, aRow, cRow, depth: spec.k },
      aColumn: spec.a.columnStride * size,
      bRow: spec.b.rowStride * size,
    });
  const full = panels > 0 ? panel(width) : 0;
  const last = rest > 0 ? panel(rest) : 0;
  const f = new FunctionWriter(range(6).map(() => "i32"));
  const [a, b, c, , from, to] = range(6);
  const count = f.local("i32");
  setAddress(f, a, a, from, aRow);
  setAddress(f, c, c, from, cRow);
  const call = (index: number) => {
    for (const value of [a, b, c, to, from]) f.get(value);
    f.op("i32.sub");
    f.call(index);
  };
  repeat(f, count, panels, () => {
    call(full);
    advance(f, b, width * size);
    advance(f, c, width * size);
  });
  if (rest > 0) call(last);
  return module.add(f);
}
