/**
 * Matrix products with their rows split over two threads against one thread:
 * ratios of wall time and of processor time in alternating rounds, and whether
 * the bits are equal. The ratio of wall time means something only where two
 * cores are free; twice that of processor time is what it would be there.
 *
 *     deno run --allow-read bench/matmul_threads.ts [rounds]
 */
import process from "node:process";
import { writeMatmul } from "../autodiff/compiler/matmul/matmul.ts";
import { FunctionWriter } from "../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../autodiff/compiler/wasm/module_writer.ts";

const ROUNDS = Number(Deno.args[0] ?? 9);

/** Milliseconds that one measurement takes, about. */
const TIME = 200;

/** A worker and a function that waits until it has done what it is told. */
function startThread(): {
  tell: (message: unknown) => Promise<void>;
  end(): void;
} {
  const worker = new Worker(new URL("./matmul_thread.ts", import.meta.url), {
    type: "module",
  });
  return {
    tell: (message) =>
      new Promise((resolve, reject) => {
        worker.onmessage = () => resolve();
        worker.onerror = reject;
        worker.postMessage(message);
      }),
    end: () => worker.terminate(),
  };
}

async function measure(m: number, k: number, n: number): Promise<void> {
  const spec = {
    ...{ dtype: "float32" as const, m, k, n },
    a: { rowStride: k, columnStride: 1 },
    b: { rowStride: n, columnStride: 1 },
    c: { rowStride: n },
  };
  const probe = writeMatmul(new ModuleWriter({ pages: 1 }), {
    ...spec,
    tileAddress: 0,
  });
  const a = 1 << 16;
  const b = a + m * k * 4 + 64;
  const alone = b + k * n * 4 + 64;
  const split = alone + m * n * 4 + 64;
  const scratch = split + m * n * 4 + 64;
  const pages = Math.ceil((scratch + 2 * probe.scratchBytes + 64) / 65536);
  const module = new ModuleWriter({ pages, shared: pages });
  // A multiple of the kernel's five rows, so that no thread wastes any.
  const middle = Math.round(m / 10) * 5;
  const parts = [
    ["whole", alone, 0, 0, m],
    ["first", split, 0, 0, middle],
    ["second", split, 1, middle, m],
  ] as const;
  for (const [name, c, thread, from, to] of parts) {
    const { index } = writeMatmul(module, {
      ...spec,
      m: to - from,
      tileAddress: 4096 * (1 + thread),
    });
    const f = new FunctionWriter([]);
    const own = scratch + thread * probe.scratchBytes;
    for (const value of [a + from * k * 4, b, c + from * n * 4, own]) {
      f.i32(value);
    }
    f.call(index);
    module.add(f, name);
  }
  const memory = new WebAssembly.Memory({
    initial: pages,
    maximum: pages,
    shared: true,
  });
  const numbers = new Float32Array(memory.buffer);
  for (let i = 0; i < numbers.length; i++) numbers[i] = (i * 7 % 13 - 6) / 7;
  const bytes = module.encode();
  const threads: ReturnType<typeof startThread>[] = [];
  for (const [name] of parts) {
    const thread = startThread();
    await thread.tell({ bytes, memory, name });
    threads.push(thread);
  }
  const [whole, ...halves] = threads;
  const times = Math.max(1, Math.round(TIME / 1e3 * 4e10 / (2 * m * k * n)));
  const time = async (some: typeof threads) => {
    const start = performance.now();
    const before = process.cpuUsage();
    await Promise.all(some.map(({ tell }) => tell(times)));
    return {
      wall: performance.now() - start,
      processor: process.cpuUsage(before).user,
    };
  };
  const walls: number[] = [];
  const processors: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    const one = await time([whole]);
    const two = await time(halves);
    if (round < 0) continue;
    walls.push(one.wall / two.wall);
    processors.push(one.processor / two.processor);
  }
  const spread = (ratios: number[]) => {
    ratios.sort((x, y) => x - y);
    const [middle, least, greatest] = [ROUNDS >> 1, 0, ROUNDS - 1].map((i) =>
      ratios[i].toFixed(2)
    );
    return `${middle} (${least} to ${greatest})`;
  };
  const words = new Int32Array(memory.buffer);
  const result = (at: number) => words.subarray(at / 4, at / 4 + m * n);
  const equal = result(alone).every((word, i) => word === result(split)[i]);
  console.log(
    `${m}x${k}x${n}  one thread against two: wall time ${spread(walls)}, ` +
      `processor time ${spread(processors)}; ` +
      `bits ${equal ? "equal" : "DIFFER"}`,
  );
  for (const { end } of threads) end();
}

for (const n of [256, 512, 1024]) await measure(n, n, n);
await measure(128, 784, 1024);
