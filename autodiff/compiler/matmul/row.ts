import { FunctionWriter } from "../wasm/function_writer.ts";
import { kinds, range, storeElements } from "./kinds.ts";
import { advance, eachBlock, setLocal } from "./loops.ts";
import type { MatmulSpec } from "./spec.ts";
import { transpose } from "./transpose.ts";

/** Vectors of the result that are computed together. */
const VECTORS = 4;

/**
 * Writes a function for a matrix of one row, times one in which the rows of a
 * column are neighbours: as many of them as a vector has lanes are read and
 * transposed, so that the lanes are columns. Its parameters: the addresses of
 * A, B, C and scratch memory, of which it needs none.
 */
export function writeRow({ dtype, k, n, a, b }: MatmulSpec): FunctionWriter {
  const kind = kinds[dtype];
  const { lanes, size } = kind;
  const column = b.columnStride * size;
  const f = new FunctionWriter(range(4).map(() => "i32"));
  const [left, right, result] = range(3);
  const [x, at] = range(2).map(() => f.local("i32"));
  const [factors, square, spare] = range(3)
    .map(() => range(lanes).map(() => f.local("v128")));
  const zero = f.local("v128");
  const all = range(VECTORS).map(() => f.local("v128"));
  eachBlock(f, n, VECTORS * lanes, (columns) => {
    const sums = all.slice(0, Math.ceil(columns / lanes));
    for (const sum of sums) setLocal(f, sum, zero);
    setLocal(f, x, left);
    setLocal(f, at, right);
    eachBlock(f, k, lanes, (depth) => {
      for (const i of range(depth)) {
        f.get(x);
        f.memory(kind.splat, i * a.columnStride * size);
        f.set(factors[i]);
      }
      for (const [v, sum] of sums.entries()) {
        for (const lane of range(lanes)) {
          f.get(at);
          f.i32(Math.min(v * lanes + lane, columns - 1) * column);
          f.op("i32.add");
          f.memory("v128.load");
          f.set(square[lane]);
        }
        const rows = transpose(f, kind, square, spare);
        for (const i of range(depth)) {
          f.get(sum);
          f.get(factors[i]);
          f.get(rows[i]);
          f.op(kind.multiply, kind.add);
          f.set(sum);
        }
      }
      advance(f, x, depth * a.columnStride * size);
      advance(f, at, depth * size);
    });
    for (const [v, sum] of sums.entries()) {
      const width = Math.min(lanes, columns - v * lanes);
      storeElements(f, kind, width, result, sum, v * 16);
    }
    advance(f, right, columns * column);
    advance(f, result, columns * size);
  });
  return f;
}
