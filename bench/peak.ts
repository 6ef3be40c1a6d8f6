/**
 * The limit of one core for code whose bits are the same on every machine:
 * multiplications and additions of 128-bit vectors that never leave registers.
 */
import type { Kind } from "../autodiff/compiler/matmul/kinds.ts";
import { FunctionWriter } from "../autodiff/compiler/wasm/function_writer.ts";

/** Chains of products and of sums: enough to fill the pipelines. */
const chains = 7;
const unrolled = 4;

/** How many operations one turn of the loop takes. */
export function operationsATurn({ lanes }: Kind): number {
  return unrolled * chains * 2 * lanes;
}

/** A function of a number of turns; address 0 holds the factor. */
export function writePeak(kind: Kind): FunctionWriter {
  const f = new FunctionWriter(["i32"]);
  const factor = f.local("v128");
  const products = Array.from({ length: chains }, () => f.local("v128"));
  const sums = products.map(() => f.local("v128"));
  f.i32(0);
  f.memory("v128.load");
  f.set(factor);
  for (const product of products) {
    f.get(factor);
    f.set(product);
  }
  f.loop((again) => {
    for (let i = 0; i < unrolled; i++) {
      for (const [i, product] of products.entries()) {
        f.get(product);
        f.get(factor);
        f.op(kind.multiply);
        f.set(product);
        f.get(sums[i]);
        f.get(product);
        f.op(kind.add);
        f.set(sums[i]);
      }
    }
    f.get(0);
    f.i32(1);
    f.op("i32.sub");
    f.tee(0);
    f.branchIf(again);
  });
  f.i32(16);
  f.get(sums[0]);
  for (const sum of sums.slice(1)) {
    f.get(sum);
    f.op(kind.add);
  }
  f.memory("v128.store");
  return f;
}
