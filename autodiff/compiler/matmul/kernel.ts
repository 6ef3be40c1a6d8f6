import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, kinds, range } from "./kinds.ts";
import { advance, setLocal } from "./loops.ts";
import { once } from "./once.ts";

/** Rows that the kernel computes together. */
export const KERNEL_ROWS = 5;

/** The most inner indices in one call of the kernel: more code is slower. */
export const KERNEL_DEPTH = 32;

/** Inner indices after which pointers move: their checks share two bounds. */
const STRIDE = 2;

/** Bytes of a row of a panel: two vectors. */
export const PANEL_BYTES = 32;

/** The most bytes of a tile of the left matrix. */
export const TILE_BYTES = KERNEL_ROWS * KERNEL_DEPTH * 8;

/**
 * Where the tile lies, how many inner indices there are, and bytes from row to
 * row of the result.
 */
export interface Kernel {
  readonly dtype: "float32" | "float64";
  readonly tile: number;
  readonly depth: number;
  readonly cRow: number;
}

/** The index of a kernel. */
export function kernelOf(module: ModuleWriter, kernel: Kernel): number {
  return once(module, ["kernel", kernel], () => writeKernel(kernel));
}

/**
 * Writes the kernel for large products: a tile of the left matrix, of 5 rows
 * and up to 32 columns, times panels of two vectors of packed columns.
 *
 * The tile lies row after row at an address fixed in the code. A load from a
 * constant address needs no bounds check, and in an engine that checks in code
 * (Deno's does) checks cost as much as the arithmetic.
 *
 * Its parameters: the addresses of the first packed panel and of the result
 * (whole vectors); whether sums continue from the result (else they start at
 * +0); and the number of panels (at least 1).
 */
function writeKernel({ dtype, tile, depth, cRow }: Kernel): FunctionWriter {
  const kind: Kind = kinds[dtype];
  const f = new FunctionWriter(range(4).map(() => "i32"));
  const [b, c, continued, panels] = range(4);
  const second = f.local("i32");
  const zero = f.local("v128");
  const factor = f.local("v128");
  const vectors = [f.local("v128"), f.local("v128")];
  const sums = range(KERNEL_ROWS).flatMap((row) =>
    vectors.map((vector, v) => ({
      ...{ row, vector, sum: f.local("v128"), at: row * cRow + v * 16 },
    }))
  );
  const step = (k: number, offset: number) => {
    for (const [v, pointer] of [b, second].entries()) {
      f.get(pointer);
      f.memory("v128.load", offset);
      f.set(vectors[v]);
    }
    for (const { row, vector, sum } of sums) {
      if (vector === vectors[0]) {
        f.i32(tile + (row * KERNEL_DEPTH + k) * kind.size);
        f.memory(kind.splat);
        f.set(factor);
      }
      f.get(sum);
      f.get(factor);
      f.get(vector);
      f.op(kind.multiply, kind.add);
      f.set(sum);
    }
  };
  setLocal(f, second, b, 16);
  f.loop((again) => {
    f.get(continued);
    f.if(() => {
      for (const { sum, at } of sums) {
        f.get(c);
        f.memory("v128.load", at);
        f.set(sum);
      }
    }, () => {
      for (const { sum } of sums) setLocal(f, sum, zero);
    });
    for (let k = 0; k < depth; k += STRIDE) {
      const steps = Math.min(STRIDE, depth - k);
      for (const i of range(steps)) step(k + i, i * PANEL_BYTES);
      for (const pointer of [b, second]) {
        advance(f, pointer, steps * PANEL_BYTES);
      }
    }
    for (const { sum, at } of sums) {
      f.get(c);
      f.get(sum);
      f.memory("v128.store", at);
    }
    advance(f, c, PANEL_BYTES);
    advance(f, panels, -1);
    f.get(panels);
    f.branchIf(again);
  });
  return f;
}
