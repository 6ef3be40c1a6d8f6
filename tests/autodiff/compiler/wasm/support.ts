import {
  FunctionWriter,
  type ValueType,
} from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";

/** A module of one function, which is exported as `f`. */
export function moduleOf(
  params: readonly ValueType[],
  results: readonly ValueType[],
  body: (writer: FunctionWriter) => void,
): Uint8Array<ArrayBuffer> {
  const writer = new FunctionWriter(params, results);
  body(writer);
  const module = new ModuleWriter({ pages: 1 });
  module.add(writer, "f");
  return module.encode();
}

/** A function that a body makes, over a memory of one page. */
export function run(
  params: readonly ValueType[],
  results: readonly ValueType[],
  body: (writer: FunctionWriter) => void,
): { f: (...args: number[]) => number; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(moduleOf(params, results, body));
  const { exports } = new WebAssembly.Instance(module, {
    environment: { memory },
  });
  return { f: exports.f as (...args: number[]) => number, memory };
}
