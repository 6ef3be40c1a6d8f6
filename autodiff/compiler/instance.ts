import type { Data } from "../dtypes.ts";
import type { Concrete } from "../graph.ts";
import type { Program } from "../program.ts";
import { type Build, build, failure, viewOf } from "./build.ts";

/** The most pages of 64 KiB that a memory may have. */
const mostPages = 65536;

/** Outputs of up to so many bytes are copied alone. */
const smallest = 64;

/** A program in a memory of its own, ready to run. */
export class Instance {
  readonly #build: Build;
  readonly #buffer: ArrayBuffer;
  readonly #run: () => void;
  readonly #inputs: readonly Data[];
  readonly #outputs: readonly Data[];
  readonly #failure: Int32Array;
  /** Which outputs are large, and lie with the others. */
  readonly #sharesCopy: readonly boolean[];
  /** Which outputs are inputs or constants, as they are. */
  readonly #passed: readonly boolean[];
  /** What the inputs hold: the same elements are not written twice. */
  readonly #present: (Data | undefined)[];

  /**
   * @throws {TypeError} naming an operation that has no compiled form.
   * @throws {RangeError} saying how many bytes a program needs that is too
   * large for memory.
   */
  constructor(program: Program) {
    this.#build = build(program);
    const { bytes, pages, inputs, outputs, constants } = this.#build;
    const memory = memoryOf(pages);
    const module = new WebAssembly.Module(bytes);
    const environment = { memory };
    const { exports } = new WebAssembly.Instance(module, { environment });
    this.#buffer = memory.buffer as ArrayBuffer;
    this.#run = exports.run as () => void;
    for (const { buffer, data } of constants) {
      viewOf(this.#buffer, buffer).set(data);
    }
    this.#inputs = inputs.map((buffer) => viewOf(this.#buffer, buffer));
    this.#outputs = outputs.map((buffer) => viewOf(this.#buffer, buffer));
    const { from, to } = this.#build.plan.memory.results.all;
    this.#passed = outputs.map(({ address }) => address < from);
    this.#sharesCopy = outputs.map(({ address }, i) =>
      address >= from && address < to && this.#outputs[i].byteLength > smallest
    );
    this.#failure = new Int32Array(this.#buffer, failure, 2);
    this.#present = inputs.map(() => undefined);
  }

  /** What was decided about the program. */
  get build(): Build {
    return this.#build;
  }

  /** The outputs for inputs of the types that the program was traced with. */
  run(inputs: readonly Concrete[]): Data[] {
    this.#write(inputs);
    this.#step();
    return this.#read();
  }

  /**
   * The outputs of `count` runs, at least one, of which each but the first has
   * the outputs of the one before as its first inputs. They stay in memory.
   */
  repeat(inputs: readonly Concrete[], count: number): Data[] {
    this.#write(inputs);
    this.#step();
    const outputs = this.#outputs;
    for (let i = 1; i < count; i++) {
      outputs.forEach((_, i) => this.#present[i] = undefined);
      // An output may be another input itself, about to be written over.
      const kept = outputs.map((output, i) =>
        this.#passed[i] ? output.slice() : output
      );
      kept.forEach((data, i) => this.#inputs[i].set(data));
      this.#step();
    }
    return this.#read();
  }

  #write(inputs: readonly Concrete[]): void {
    inputs.forEach(({ data }, i) => {
      if (this.#present[i] === data) return;
      this.#inputs[i].set(data);
      this.#present[i] = data;
    });
  }

  #step(): void {
    this.#failure[0] = 0;
    this.#run();
    const [site, element] = this.#failure;
    if (site !== 0) throw this.#build.errors[site - 1](element);
  }

  /** Copies of the outputs: of the large ones together, of each small one. */
  #read(): Data[] {
    const { outputs, plan } = this.#build;
    const { from, to } = plan.memory.results.all;
    const shared = this.#sharesCopy.includes(true)
      ? this.#buffer.slice(from, to)
      : undefined;
    return outputs.map((output, i) => {
      return this.#sharesCopy[i]
        ? viewOf(shared!, { ...output, address: output.address - from })
        : this.#outputs[i].slice();
    });
  }
}

function memoryOf(pages: number): WebAssembly.Memory {
  try {
    if (pages > mostPages) throw new RangeError("too many pages");
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new RangeError(
      `Cannot compile: the program needs ${pages * 65536} bytes of memory, ` +
        `more than there is`,
      { cause },
    );
  }
}
