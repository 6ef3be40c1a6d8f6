import { copyOf, type Data } from "../dtypes.ts";
import type { Concrete } from "../graph.ts";
import type { Program } from "../program.ts";
import { type Build, build, type BuildOptions, viewOf } from "./build.ts";
import { instantiate } from "./instantiate.ts";
import type { Carried } from "./plan/carry.ts";

/** A program in a memory of its own, ready to run. */
export class Instance {
  /** What was decided about the program. */
  readonly build: Build;
  readonly #carried: readonly Carried[];
  readonly #run: (count: number) => void;
  /** Ends its threads, if it has any; it can no longer be run. */
  readonly dispose: () => void;
  readonly #inputs: readonly Data[];
  readonly #outputs: readonly Data[];
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
    this.build = build(program, { carried, ...options });
    this.#carried = carried;
    const { inputs, outputs } = this.build;
    const { buffer, run, dispose } = instantiate(this.build);
    this.#run = run;
    this.dispose = dispose;
    this.#inputs = inputs.map((each) => viewOf(buffer, each));
    this.#outputs = outputs.map((each) => viewOf(buffer, each));
    this.#present = inputs.map(() => undefined);
  }

  /**
   * The outputs for inputs of the types that the program was traced with.
   *
   * @param count how many runs, at least one, of which each but the first has
   * the outputs of the one before as the inputs that they are carried to.
   */
  run(inputs: readonly Concrete[], count: number = 1): Data[] {
    inputs.forEach(({ data }, i) => {
      if (this.#present[i] === data) return;
      this.#inputs[i].set(data);
      this.#present[i] = data;
    });
    for (const { input } of this.#carried) this.#present[input] = undefined;
    const { turns } = this.build.piece;
    for (let left = count; left > 0; left -= turns) {
      this.#run(Math.min(left, turns));
    }
    const outputs = this.#outputs.map((data, i) =>
      copyOf(this.build.outputs[i].dtype, data)
    );
    for (const { input, output } of this.#carried) {
      this.#present[input] = outputs[output];
    }
    return outputs;
  }
}
