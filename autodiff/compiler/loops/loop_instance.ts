import { allocate, type Data } from "../../dtypes.ts";
import type { Program } from "../../program.ts";
import { sizeOf } from "../../shapes.ts";
import { type Build, build, viewOf } from "../build.ts";
import type { Buffer } from "../compiled_form.ts";
import { instantiate } from "../instantiate.ts";
import type { Cutting } from "../threads/cut.ts";
import type { Slots } from "./write_loop.ts";

/** How many of the inputs of a step are what. */
export interface StepInputs {
  /** The first ones, which the first outputs replace in the next step. */
  readonly carries: number;
  /** Those behind them, others in each step; the rest is constant. */
  readonly xs: number;
  /** How work is cut for several threads. */
  readonly cutting?: Cutting;
}

/** Slots of a piece as elements. */
interface Rows {
  readonly view: Data;
  /** How many elements a turn has. */
  readonly size: number;
}

/** A step in a memory of its own, where it keeps its state. */
export class LoopInstance {
  readonly build: Build;
  /** Whose state it keeps: asked to take it away when another's comes. */
  owner?: { release(): void };
  readonly #run: (count: number) => void;
  /** Ends its threads, if it has any; it can no longer be run. */
  readonly dispose: () => void;
  readonly #inputs: readonly Data[];
  readonly #xs: readonly Rows[];
  readonly #records: readonly (Rows & Pick<Buffer, "dtype">)[];
  readonly #carries: number;
  /** What inputs that are constant hold: it is not written twice. */
  readonly #present: (Data | undefined)[] = [];

  /**
   * @throws {TypeError} naming an operation that has no compiled form.
   * @throws {RangeError} saying how many bytes it needs that is too large.
   */
  constructor(program: Program, { carries, xs, cutting }: StepInputs) {
    const indices = (count: number, first: number) =>
      Array.from({ length: count }, (_, i) => first + i);
    this.#carries = carries;
    this.build = build(program, {
      carried: indices(carries, 0).map((i) => ({ output: i, input: i })),
      turned: indices(xs, carries),
      cutting,
    });
    const { inputs, outputs, piece } = this.build;
    const { buffer, run, dispose } = instantiate(this.build);
    this.dispose = dispose;
    const rows = ({ dtype, shape }: Buffer, { slots }: Slots) => {
      const size = sizeOf(shape);
      const turns = size === 0 ? 0 : piece.turns;
      const view = viewOf(buffer, {
        dtype,
        shape: [turns, size],
        address: slots,
      });
      return { view, size, dtype };
    };
    this.#run = run;
    this.#inputs = inputs.map((input) => viewOf(buffer, input));
    this.#xs = piece.inputs.map((slots, i) => rows(inputs[carries + i], slots));
    this.#records = piece.outputs
      .map((slots, i) => rows(outputs[carries + i], slots));
  }

  /** Sets the state and what is constant. */
  begin(carries: readonly Data[], constants: readonly Data[]): void {
    carries.forEach((data, i) => this.#inputs[i].set(data));
    constants.forEach((data, i) => {
      if (this.#present[i] === data) return;
      this.#inputs[this.#carries + this.#xs.length + i].set(data);
      this.#present[i] = data;
    });
  }

  /** A copy of the state. */
  state(): Data[] {
    return this.#inputs.slice(0, this.#carries).map((data) => data.slice());
  }

  /**
   * Room for what so many steps record.
   *
   * @throws {RangeError} where there is not so much.
   */
  recordsOf(count: number): Data[] {
    return this.#records.map(({ dtype, size }) =>
      allocate(dtype, count * size)
    );
  }

  /**
   * Takes so many steps.
   *
   * @param xs the elements for all of the steps.
   * @param records where what they record is written.
   */
  steps(
    count: number,
    xs: readonly Data[],
    records: readonly Data[],
  ): void {
    const { piece } = this.build;
    for (let from = 0; from < count; from += piece.turns) {
      const turns = Math.min(count - from, piece.turns);
      const to = from + turns;
      this.#xs.forEach(({ view, size }, i) =>
        view.set(xs[i].subarray(from * size, to * size))
      );
      this.#run(turns);
      this.#records.forEach(({ view, size }, i) =>
        records[i].set(view.subarray(0, turns * size), from * size)
      );
    }
  }
}
