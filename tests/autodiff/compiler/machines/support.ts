import {
  allocate,
  type Data,
  type DType,
} from "../../../../autodiff/dtypes.ts";
import { ConstantTable } from "../../../../autodiff/compiler/machines/constants.ts";
import {
  type Element,
  type LaneCount,
  Lanes,
  lanesOptions,
} from "../../../../autodiff/compiler/machines/lanes.ts";
import {
  loadElement,
  storeElement,
} from "../../../../autodiff/compiler/machines/memory.ts";
import { FunctionWriter } from "../../../../autodiff/compiler/wasm/function_writer.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";

/** What a loop over elements computes. */
export interface ElementLoop {
  readonly count: LaneCount;
  readonly dtypes: readonly DType[];
  readonly result: DType;
  readonly body: (lanes: Lanes, inputs: readonly Element[]) => Element;
}

/** A compiled loop: how to run it, and what it takes. */
export interface CompiledLoop {
  /** The results for inputs of one length, a multiple of the lanes. */
  run(...inputs: Data[]): Data;
  /** The bytes of the module. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const FIRST = 8192;

/** Compiles a loop that runs `body` on all elements of arrays. */
export function compileLoop(
  { count, dtypes, result, body }: ElementLoop,
): CompiledLoop {
  const arrays = [...dtypes, result];
  const code = new FunctionWriter(["i32", ...arrays.map(() => "i32" as const)]);
  const table = new ConstantTable(0, FIRST);
  const lanes = new Lanes(count, lanesOptions(code, table));
  code.block((end) => {
    code.get(0);
    code.op("i32.eqz");
    code.branchIf(end);
    code.loop((again) => {
      lanes.locals.scope(() => {
        const inputs = dtypes.map((dtype, i) =>
          loadElement(lanes, dtype, { cursor: 1 + i })
        );
        const element = body(lanes, inputs);
        storeElement(lanes, result, element, { cursor: arrays.length });
        return [];
      });
      arrays.forEach((dtype, i) => {
        code.get(1 + i);
        code.i32(count * allocate(dtype, 0).BYTES_PER_ELEMENT);
        code.op("i32.add");
        code.set(1 + i);
      });
      code.get(0);
      code.i32(1);
      code.op("i32.sub");
      code.tee(0);
      code.branchIf(again);
    });
  });
  const module = new ModuleWriter({ pages: 1 });
  module.add(code, "f");
  module.data(table.address, table.bytes);
  const bytes = module.encode();
  const compiled = new WebAssembly.Module(bytes);
  return {
    bytes,
    run: (...inputs) => runLoop(compiled, count, result, inputs),
  };
}

function runLoop(
  module: WebAssembly.Module,
  count: LaneCount,
  result: DType,
  inputs: readonly Data[],
): Data {
  const size = inputs[0].length;
  const arrays = [...inputs, allocate(result, size)];
  let end = FIRST;
  const addresses = arrays.map(({ byteLength }) => {
    const address = end;
    end += Math.ceil(byteLength / 16) * 16;
    return address;
  });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65536) });
  const bytes = new Uint8Array(memory.buffer);
  inputs.forEach(({ buffer, byteOffset, byteLength }, i) =>
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), addresses[i])
  );
  const { exports } = new WebAssembly.Instance(module, {
    environment: { memory },
  });
  const f = exports.f as (count: number, ...addresses: number[]) => void;
  f(size / count, ...addresses);
  const out = arrays[inputs.length];
  new Uint8Array(out.buffer).set(
    bytes.subarray(addresses[inputs.length], end).subarray(0, out.byteLength),
  );
  return out;
}
