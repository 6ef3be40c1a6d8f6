import type { Data } from "../dtypes.ts";
import type { Concrete } from "../graph.ts";
import type { Program } from "../program.ts";
import {
  type Build,
  build,
  type BuildOptions,
  failure,
  viewOf,
} from "./build.ts";
import { instantiate } from "./instantiate.ts";
import type { Carried } from "./plan/carry.ts";

/** Outputs of up to so many bytes are copied alone. */
const smallest = 64;

/** A program in a memory of its own, ready to run. */
export class Instance {
  readonly #build: Build;
  readonly #carried: readonly Carried[];
  readonly #buffer: ArrayBuffer;
  readonly #run: (count: number) => void;
  /** Ends its threads, if it has any; it can no longer be run. */
  readonly dispose: () => void;
  readonly #inputs: readonly Data[];
  readonly #outputs: readonly Data[];
  readonly #failure: Int32Array;
  /** Which outputs are large, and lie with the others. */
  readonly #sharesCopy: readonly boolean[];
  /** What the inputs hold: the same elements are not written twice. */
  readonly #present: (Data | undefined)[];

  /**
   * @param carried which outputs are inputs of the next run: all of them, or
   * none.
   * @param options how it is built.
   * @throws {TypeError} naming an operation that has no compiled form.
   * @throws {RangeError} saying how many bytes a program needs that is too
   * large for memory.
   */
  constructor(
    program: Program,
    carried: readonly Carried[] = [],
    options: Pick<BuildOptions, "start" | "cutting"> = {},
  ) {
    this.#build = build(program, { carried, ...options });
    this.#carried = carried;
    const { inputs, outputs } = this.#build;
    const { buffer, run, dispose } = instantiate(this.#build);
    this.#buffer = buffer;
    this.#run = run;
    this.dispose = dispose;
    this.#inputs = inputs.map((buffer) => viewOf(this.#buffer, buffer));
    this.#outputs = outputs.map((buffer) => viewOf(this.#buffer, buffer));
    const { from, to } = this.#build.plan.memory.results;
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

  /**
   * The outputs for inputs of the types that the program was traced with.
   *
   * @param count how many runs, at least one, of which each but the first has
   * the outputs of the one before as the inputs that they are carried to.
   */
  run(inputs: readonly Concrete[], count: number = 1): Data[] {
    this.#write(inputs);
    this.#run(count);
    const [site, element] = this.#failure;
    const outputs = site === 0 ? this.#read() : [];
    for (const { input, output } of this.#carried) {
      this.#present[input] = outputs[output];
    }
    if (site !== 0) throw this.#build.errors[site - 1](element);
    return outputs;
  }

  #write(inputs: readonly Concrete[]): void {
    inputs.forEach(({ data }, i) => {
      if (this.#present[i] === data) return;
      this.#inputs[i].set(data);
      this.#present[i] = data;
    });
  }

  /** Copies of the outputs: of the large ones together, of each small one. */
  #read(): Data[] {
    const { outputs, plan } = this.#build;
    const { from, to } = plan.memory.results;
    const shared = this.#sharesCopy.includes(true)
      ? new Uint8Array(this.#buffer, from, to - from).slice().buffer
      : undefined;
    return outputs.map((output, i) => {
      return this.#sharesCopy[i]
        ? viewOf(shared!, { ...output, address: output.address - from })
        : this.#outputs[i].slice();
    });
  }
}
