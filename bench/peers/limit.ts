/** The 128-bit limit, in steps of as many operations as a product has. */
import { kinds } from "../../autodiff/compiler/matmul/kinds.ts";
import { ModuleWriter } from "../../autodiff/compiler/wasm/module_writer.ts";
import { operationsATurn, writePeak } from "../peak.ts";
import type { Prepare } from "./contestant.ts";

/** The limit of one core. */
export const prepare: Prepare = (workload) => {
  if (workload.kind !== "product") return "it is a limit of products alone";
  const kind = kinds[workload.dtype];
  const module = new ModuleWriter({ pages: 1 });
  module.add(writePeak(kind), "peak");
  const memory = new WebAssembly.Memory({ initial: 1 });
  const ones = workload.dtype === "float32"
    ? new Float32Array(memory.buffer, 0, 4)
    : new Float64Array(memory.buffer, 0, 2);
  ones.fill(1);
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(module.encode()),
    { environment: { memory } },
  );
  const peak = exports.peak as (turns: number) => void;
  const turns = Math.round(2 * workload.size ** 3 / operationsATurn(kind));
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) peak(turns);
    },
    result: () => [],
  };
};
