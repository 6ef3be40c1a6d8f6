import {
  type MatmulSpec,
  writeMatmul,
} from "../../../../autodiff/compiler/matmul/matmul.ts";
import { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { reference } from "./support.ts";
import type { Order } from "./thread.ts";

/** Runs a function in a worker until it is done. */
async function runThread(order: Order): Promise<void> {
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    type: "module",
  });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
    worker.postMessage(order);
  });
  worker.terminate();
}

Deno.test("writeMatmul() has the same bits when threads share the rows", async () => {
  const [m, k, n] = [203, 150, 90];
  const spec: Omit<MatmulSpec, "tileAddress"> = {
    ...{ dtype: "float32", m, k, n },
    a: { rowStride: 1, columnStride: m },
    b: { rowStride: 1, columnStride: k },
    c: { rowStride: n },
  };
  const tiles = [1024, 4096];
  const middle = 100;
  const module = new ModuleWriter({ pages: 20, shared: 20 });
  const parts = [middle, m - middle].map((rows, thread) => {
    const tileAddress = tiles[thread];
    const part = writeMatmul(module, { ...spec, m: rows, tileAddress });
    const f = new FunctionWriter(new Array(4).fill("i32"));
    for (let i = 0; i < 4; i++) f.get(i);
    f.call(part.index);
    module.add(f, `thread ${thread}`);
    return part;
  });
  const memory = new WebAssembly.Memory({
    initial: 20,
    maximum: 20,
    shared: true,
  });
  const at = [1 << 16, 5 << 16, 8 << 16];
  const sizes = [m * k, k * n, m * n];
  const [a, b, c] = at.map((address, i) =>
    new Float32Array(memory.buffer, address, sizes[i])
  );
  for (const data of [a, b]) {
    for (let i = 0; i < data.length; i++) data[i] = (i * 37 % 101 - 50) / 7;
  }
  const bytes = module.encode();
  await Promise.all(parts.map(({ scratchBytes }, thread) => {
    const first = thread * middle;
    const [a, b, c] = at;
    const scratch = (10 << 16) + thread * scratchBytes;
    const args = [a + 4 * first, b, c + 4 * first * n, scratch];
    return runThread({ bytes, memory, name: `thread ${thread}`, args });
  }));
  assertSameBits(
    Float32Array.from(c),
    reference(spec, Float32Array.from(a), Float32Array.from(b)),
  );
});
