import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, range } from "./kinds.ts";
import { advance } from "./loops.ts";

/** Rows that the kernel computes together. */
export const KERNEL_ROWS = 5;

/** Inner indices in one call of the kernel. */
export const KERNEL_DEPTH = 64;

/** The inner length is filled up with zeros to a multiple of this. */
export const KERNEL_SECTION = 16;

/** Bytes of a row of a panel: two vectors. */
export const PANEL_BYTES = 32;

/** How many bytes the kernel's tile of the left matrix has. */
export function tileBytes({ size }: Kind): number {
  return KERNEL_ROWS * KERNEL_DEPTH * size;
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
 * (rows of `cRow` bytes, whole vectors); the number of panels (at least 1);
 * the sections of 16 inner indices (1 to 4); and whether sums continue from
 * the result (else they start at +0).
 *
 * @returns the index of the function.
 */
export function writeKernel(
  module: ModuleWriter,
  kind: Kind,
  tile: number,
  cRow: number,
): number {
  const f = new FunctionWriter(["i32", "i32", "i32", "i32", "i32"]);
  const [b, c, panels, sections, continued] = range(5);
  const second = f.local("i32");
  const zero = f.local("v128");
  const factor = f.local("v128");
  const vectors = [f.local("v128"), f.local("v128")];
  const rows = range(KERNEL_ROWS).map((row) => ({
    row,
    sums: vectors.map(() => f.local("v128")),
  }));
  const all = rows.flatMap(({ row, sums }) =>
    sums.map((sum, v) => ({ sum, at: row * cRow + v * 16 }))
  );
  const add = (k: number) => {
    for (const [v, pointer] of [b, second].entries()) {
      f.get(pointer);
      f.memory("v128.load", k * PANEL_BYTES);
      f.set(vectors[v]);
    }
    for (const { row, sums } of rows) {
      f.i32(tile + (row * KERNEL_DEPTH + k) * kind.size);
      f.memory(kind.splat);
      f.set(factor);
      for (const [v, sum] of sums.entries()) {
        f.get(sum);
        f.get(factor);
        f.get(vectors[v]);
        f.op(kind.multiply, kind.add);
        f.set(sum);
      }
    }
  };
  const addSections = (from: number) => {
    range(KERNEL_SECTION).forEach((k) => add(from * KERNEL_SECTION + k));
    if ((from + 1) * KERNEL_SECTION >= KERNEL_DEPTH) return;
    f.get(sections);
    f.i32(from + 1);
    f.op("i32.gt_s");
    f.if(() => addSections(from + 1));
  };
  f.loop((again) => {
    f.get(continued);
    f.if(() => {
      for (const { sum, at } of all) {
        f.get(c);
        f.memory("v128.load", at);
        f.set(sum);
      }
    }, () => {
      for (const { sum } of all) {
        f.get(zero);
        f.set(sum);
      }
    });
    f.get(b);
    f.i32(16);
    f.op("i32.add");
    f.set(second);
    addSections(0);
    for (const { sum, at } of all) {
      f.get(c);
      f.get(sum);
      f.memory("v128.store", at);
    }
    f.get(b);
    f.get(sections);
    f.i32(KERNEL_SECTION * PANEL_BYTES);
    f.op("i32.mul", "i32.add");
    f.set(b);
    advance(f, c, PANEL_BYTES);
    advance(f, panels, -1);
    f.get(panels);
    f.branchIf(again);
  });
  return module.add(f);
}
