/**
 * Square matrix products against the limit of one core: multiplications and
 * additions of 128-bit vectors that stay in registers, measured in the same
 * run in alternating rounds. Prints the median of the ratios. Times are the
 * process's own processor time, which neighbours on the machine disturb less.
 *
 *     deno run bench/matmul.ts [rounds]
 */
import process from "node:process";
import {
  type MatmulSpec,
  writeMatmul,
} from "../autodiff/compiler/matmul/matmul.ts";
import { kinds } from "../autodiff/compiler/matmul/kinds.ts";
import { FunctionWriter } from "../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../autodiff/compiler/wasm/module_writer.ts";
import { operationsATurn, writePeak } from "./peak.ts";

const SIZES = [64, 128, 256, 512, 1024];
const ROUNDS = Number(Deno.args[0] ?? 9);

/** Milliseconds that one measurement takes, about. */
const TIME = 40;

const PEAK_TURNS = 100_000;

type Call = (...args: number[]) => void;

/** A module of the peak loop and one product. */
async function build(
  spec: MatmulSpec,
): Promise<{ peak: Call; product: () => void }> {
  const kind = kinds[spec.dtype];
  const { scratchBytes } = writeMatmul(new ModuleWriter({ pages: 1 }), spec);
  const a = 1 << 16;
  const b = a + spec.m * spec.k * kind.size + 64;
  const c = b + spec.k * spec.n * kind.size + 64;
  const scratch = c + spec.m * spec.n * kind.size + 64;
  const pages = Math.ceil((scratch + scratchBytes + 64) / 65536);
  const module = new ModuleWriter({ pages });
  const { index } = writeMatmul(module, spec);
  const f = new FunctionWriter([]);
  for (const value of [a, b, c, scratch]) f.i32(value);
  f.call(index);
  module.add(f, "product");
  module.add(writePeak(kind), "peak");
  const memory = new WebAssembly.Memory({ initial: pages });
  const numbers = spec.dtype === "float32"
    ? new Float32Array(memory.buffer)
    : new Float64Array(memory.buffer);
  for (let i = 0; i < numbers.length; i++) numbers[i] = (i * 7 % 13 - 6) / 6;
  numbers.fill(1, 0, 4);
  const { instance } = await WebAssembly.instantiate(module.encode(), {
    environment: { memory },
  });
  return instance.exports as unknown as { peak: Call; product: () => void };
}

/** Operations a nanosecond of processor time, of a function called so often. */
function speed(operations: number, times: number, call: () => void): number {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) call();
  return operations * times / process.cpuUsage(start).user / 1e3;
}

function median(numbers: number[]): number {
  return numbers.toSorted((x, y) => x - y)[numbers.length >> 1];
}

const layouts = {
  "A·B": [false, false],
  "A·Bᵀ": [false, true],
  "Aᵀ·B": [true, false],
};
for (const dtype of ["float32", "float64"] as const) {
  const lanes = kinds[dtype].lanes;
  for (const [name, [transposedA, transposedB]] of Object.entries(layouts)) {
    for (const n of SIZES) {
      const layout = (transposed: boolean) =>
        transposed
          ? { rowStride: 1, columnStride: n }
          : { rowStride: n, columnStride: 1 };
      const { peak, product } = await build({
        dtype,
        ...{ m: n, k: n, n },
        a: layout(transposedA),
        b: layout(transposedB),
        c: { rowStride: n },
        tileAddress: 4096,
      });
      const operations = 2 * n ** 3;
      const peakOperations = PEAK_TURNS * operationsATurn(kinds[dtype]);
      const guess = lanes === 4 ? 5e10 : 2.5e10;
      const times = Math.max(1, Math.round(TIME / 1e3 * guess / operations));
      const peakTimes = Math.ceil(TIME / 1e3 * guess / peakOperations);
      const ratios: number[] = [];
      const peaks: number[] = [];
      for (let round = -2; round < ROUNDS; round++) {
        const limit = speed(peakOperations, peakTimes, () => peak(PEAK_TURNS));
        const reached = speed(operations, times, product);
        if (round < 0) continue;
        ratios.push(reached / limit);
        peaks.push(limit);
      }
      console.log(
        `${dtype} ${name.padEnd(4)} ${String(n).padStart(4)}  ` +
          `ratio ${median(ratios).toFixed(2)} ` +
          `(${Math.min(...ratios).toFixed(2)} to ` +
          `${Math.max(...ratios).toFixed(2)}), ` +
          `limit ${median(peaks).toFixed(1)} GFLOP/s`,
      );
    }
  }
}
