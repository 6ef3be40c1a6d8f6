import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { type Kind, loadElements, range, storeElements } from "./kinds.ts";
import { advance, setAddress, whileAtLeast } from "./loops.ts";
import { transposeSquare } from "./transpose.ts";

/** A matrix times a vector; strides are in bytes. */
export interface VectorProduct {
  readonly kind: Kind;
  /** The inner length. */
  readonly depth: number;
  /** From one output's row of the matrix to the next. */
  readonly outer: number;
  /** From one inner index to the next in the matrix. */
  readonly inner: number;
  /** From one element of the vector to the next. */
  readonly vector: number;
  /** From one output to the next. */
  readonly result: number;
}

/** Vectors of outputs that are computed together. */
const GROUP = 4;

/**
 * Writes a function that multiplies a matrix and a vector, outputs side by
 * side in the lanes. Its parameters: the addresses of the matrix, the vector
 * and the result, the first output and the one behind the last.
 */
export function writeVectorProduct(
  module: ModuleWriter,
  product: VectorProduct,
): number {
  const { kind, outer, result } = product;
  const f = new FunctionWriter(range(5).map(() => "i32"));
  const [matrix, , c, from, to] = range(5);
  const left = f.local("i32");
  setAddress(f, matrix, matrix, from, outer);
  setAddress(f, c, c, from, result);
  f.get(to);
  f.get(from);
  f.op("i32.sub");
  f.set(left);
  const outputs = outputWriter(f, product);
  for (const count of [GROUP * kind.lanes, kind.lanes, 1]) {
    whileAtLeast(f, left, count, () => {
      outputs(count);
      advance(f, matrix, count * outer);
      advance(f, c, count * result);
    });
  }
  return module.add(f);
}

/** What writes the code for some outputs: one, or whole vectors of them. */
function outputWriter(
  f: FunctionWriter,
  { kind, depth, outer, inner, vector, result }: VectorProduct,
): (count: number) => void {
  const { lanes, size } = kind;
  const [matrix, x, c] = range(3);
  const [at, xAt, steps, group] = range(4).map(() => f.local("i32"));
  const zero = f.local("v128");
  const factors = range(lanes).map(() => f.local("v128"));
  const square = range(lanes).map(() => f.local("v128"));
  const spare = range(lanes).map(() => f.local("v128"));
  const sums = range(GROUP).map(() => f.local("v128"));

  const loadFactors = (count: number) => {
    for (const k of range(count)) {
      f.get(xAt);
      f.memory(kind.splat, k * vector);
      f.set(factors[k]);
    }
  };
  const add = (sum: number, column: () => void, k: number) => {
    f.get(sum);
    f.get(factors[k]);
    column();
    f.op(kind.multiply, kind.add);
    f.set(sum);
  };
  const setGroup = (v: number) => {
    f.get(at);
    f.i32(v * lanes * outer);
    f.op("i32.add");
    f.set(group);
  };
  /** Adds one inner index to each sum. */
  const one = (width: number, used: readonly number[]) => {
    loadFactors(1);
    for (const [v, sum] of used.entries()) {
      setGroup(v);
      add(sum, () => {
        if (outer === size) return loadElements(f, kind, width, group, 0);
        f.get(group);
        f.memory(kind.loadFirst);
        for (const lane of range(width).slice(1)) {
          f.set(square[0]);
          f.get(group);
          f.get(square[0]);
          f.memoryLane(kind.loadLane, lane, lane * outer);
        }
      }, 0);
    }
  };
  /** Adds as many inner indices as a vector has lanes. */
  const several = (used: readonly number[]) => {
    loadFactors(lanes);
    for (const [v, sum] of used.entries()) {
      setGroup(v);
      for (const lane of range(lanes)) {
        f.get(group);
        f.memory("v128.load", lane * outer);
        f.set(square[lane]);
      }
      transposeSquare(f, kind, square, spare);
      for (const k of range(lanes)) add(sum, () => f.get(square[k]), k);
    }
  };
  const forward = (count: number, body: () => void) =>
    whileAtLeast(f, steps, count, () => {
      body();
      advance(f, at, count * inner);
      advance(f, xAt, count * vector);
    });
  return (count) => {
    const width = Math.min(count, lanes);
    const used = sums.slice(0, Math.ceil(count / lanes));
    for (const sum of used) {
      f.get(zero);
      f.set(sum);
    }
    for (const [local, value] of [[at, matrix], [xAt, x]]) {
      f.get(value);
      f.set(local);
    }
    f.i32(depth);
    f.set(steps);
    const squares = inner === size && outer !== size && width === lanes;
    if (squares) forward(lanes, () => several(used));
    forward(1, () => one(width, used));
    for (const [v, sum] of used.entries()) {
      if (result === size) {
        storeElements(f, kind, width, c, sum, v * 16);
        continue;
      }
      for (const lane of range(width)) {
        f.get(c);
        f.get(sum);
        f.memoryLane(kind.storeLane, lane, (v * lanes + lane) * result);
      }
    }
  };
}
