import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, kinds, range } from "./kinds.ts";
import { advance, setLocal } from "./loops.ts";
import { once } from "./once.ts";

/** Rows that the kernel computes together. */
export const KERNEL_ROWS = 5;

/** The most inner indices in one call of the kernel. */
export const KERNEL_DEPTH = 64;

/** Inner indices of a section: longer ones without a branch are slower. */
export const KERNEL_SECTION = 16;

/** Bytes of a row of a panel: two vectors. */
export const PANEL_BYTES = 32;

/** The most bytes of a tile of the left matrix. */
export const TILE_BYTES = KERNEL_ROWS * KERNEL_DEPTH * 8;

/**
 * Where the tile lies, how many inner indices there are, and bytes from row to
 * row of the result. From a section on, the kernel takes whole sections.
 */
export interface Kernel {
  readonly dtype: "float32" | "float64";
  readonly tile: number;
  readonly depth: number;
  readonly cRow: number;
}

/** The index of a kernel. */
export function kernelOf(module: ModuleWriter, kernel: Kernel): number {
  const whole = kernel.depth >= KERNEL_SECTION;
  const shared = whole ? { ...kernel, depth: KERNEL_DEPTH } : kernel;
  return once(module, ["kernel", shared], () => writeKernel(shared));
}

/**
 * Writes the kernel for large products: a tile of the left matrix, of 5 rows
 * and up to 64 columns, times panels of two vectors of packed columns.
 *
 * The tile lies row after row at an address fixed in the code. A load from a
 * constant address needs no bounds check, and in an engine that checks in code
 * (Deno's does) checks cost as much as the arithmetic.
 *
 * Its parameters: the addresses of the first packed panel and of the result
 * (whole vectors); the numbers of panels and of inner indices (at least 1); and
 * whether sums continue from the result (else they start at +0).
 */
function writeKernel({ dtype, tile, depth, cRow }: Kernel): FunctionWriter {
  const kind: Kind = kinds[dtype];
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [b, c, panels, indices, continued] = range(5);
  const second = f.local("i32");
  const zero = f.local("v128");
  const factor = f.local("v128");
  const vectors = [f.local("v128"), f.local("v128")];
  const sums = range(KERNEL_ROWS).flatMap((row) =>
    vectors.map((vector, v) => ({
      ...{ row, vector, sum: f.local("v128"), at: row * cRow + v * 16 },
    }))
  );
  const step = (k: number) => {
    for (const [v, pointer] of [b, second].entries()) {
      f.get(pointer);
      f.memory("v128.load", k * PANEL_BYTES);
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
  const section = (from: number) => {
    const to = Math.min(from + KERNEL_SECTION, depth);
    for (let k = from; k < to; k++) step(k);
    if (to === depth) return;
    f.get(indices);
    f.i32(to);
    f.op("i32.gt_s");
    f.if(() => section(to));
  };
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
    setLocal(f, second, b, 16);
    section(0);
    for (const { sum, at } of sums) {
      f.get(c);
      f.get(sum);
      f.memory("v128.store", at);
    }
    f.get(b);
    f.get(indices);
    f.i32(PANEL_BYTES);
    f.op("i32.mul", "i32.add");
    f.set(b);
    advance(f, c, PANEL_BYTES);
    advance(f, panels, -1);
    f.get(panels);
    f.branchIf(again);
  });
  return f;
}
