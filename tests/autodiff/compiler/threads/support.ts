/** What tests of programs for several threads share. */
import {
  type Build,
  build,
  type BuildOptions,
  failure,
  viewOf,
} from "../../../../autodiff/compiler/build.ts";
import { unwrap } from "../../../../autodiff/handle.ts";
import { type Tensor, tensor } from "../../../../autodiff/mod.ts";
import { type Program, traceProgram } from "../../../../autodiff/program.ts";
import { wrap } from "../../../../autodiff/tensor.ts";

/** A function of tensors, traced. */
export function traced(
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  at: readonly Tensor[],
): Program {
  return traceProgram(
    "test",
    at.map((x) => unwrap("test", x)),
    (inputs) => f(inputs.map(wrap)).map((x) => unwrap("test", x)),
  );
}

/** Shared memory with a program in it, and nobody but this thread. */
export interface Placed {
  readonly build: Build;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly run: (count: number) => void;
  outputs(): Tensor[];
}

/** Puts a program and its inputs into shared memory. */
export function place(
  program: Program,
  at: readonly Tensor[],
  options: BuildOptions,
): Placed {
  const made = build(program, options);
  const { bytes, pages, contents, inputs, outputs } = made;
  const memory = new WebAssembly.Memory({
    ...{ initial: pages, maximum: pages, shared: true },
  });
  const buffer = memory.buffer as unknown as ArrayBuffer;
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, {
    environment: { memory },
  });
  for (const { buffer: place, data } of contents) {
    viewOf(buffer, place).set(data);
  }
  inputs.forEach((input, i) =>
    viewOf(buffer, input).set(unwrap("test", at[i]).data!)
  );
  const run = exports.run as (count: number) => void;
  return {
    build: made,
    module,
    memory,
    run(count) {
      run(count);
      const [site, element] = new Int32Array(buffer, failure, 2);
      if (site !== 0) throw made.errors[site - 1](element);
    },
    outputs: () =>
      outputs.map((output) => {
        const { shape, dtype } = output;
        const data = viewOf(buffer, output).slice();
        const flat = data instanceof Uint8Array
          ? tensor([...data].map((byte) => byte !== 0), "bool")
          : tensor(data, dtype);
        return flat.reshape(shape);
      }),
  };
}
